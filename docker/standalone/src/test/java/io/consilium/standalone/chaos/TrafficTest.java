package io.consilium.standalone.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.consilium.record.Cancel;
import io.consilium.record.Case;
import io.consilium.record.Outcome;
import io.consilium.record.Priority;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TrafficTest {
    private static final int TURNS = 2000;
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final Traffic traffic = new Traffic(4, "4", List.of("cli", "demo"), START);

    @Test
    void theSameTurnIsAlwaysTheSame() {
        Traffic again = new Traffic(4, "4", List.of("cli", "demo"), START);

        assertThat(IntStream.range(0, 200).mapToObj(traffic::turn).toList())
                .isEqualTo(IntStream.range(0, 200).mapToObj(again::turn).toList());
    }

    @Test
    void itHoldsSomethingOfAllThatCanHappen() {
        List<Message> messages = IntStream.range(0, TURNS)
                .boxed()
                .flatMap(turn -> traffic.turn(turn).stream())
                .toList();
        List<Case> cases = of(messages, Case.class);

        assertThat(messages).anyMatch(message -> message.record().isEmpty());
        assertThat(of(messages, Cancel.class)).isNotEmpty();
        assertThat(of(messages, Outcome.class)).isNotEmpty();
        assertThat(cases).anyMatch(one -> one.getCaseId().isEmpty());
        assertThat(cases).anyMatch(one -> one.getQuestion().isBlank());
        assertThat(cases).anyMatch(one -> one.getSupersedes().isPresent());
        assertThat(cases).anyMatch(one -> one.getPriority() == Priority.URGENT);
        assertThat(cases).anyMatch(one -> one.getSource().getSystem().equals("nobody"));
        assertThat(cases.stream().distinct().count()).isLessThan(cases.size());
    }

    @Test
    void mostTurnsAreGoodCasesAndNoDeedIsLeftOut() {
        Map<Deed, Integer> drawn = new EnumMap<>(Deed.class);
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 20_000; i++) {
            drawn.merge(Deed.drawn(random), 1, Integer::sum);
        }

        assertThat(drawn.keySet()).containsExactlyInAnyOrderElementsOf(Arrays.asList(Deed.values()));
        assertThat(drawn.get(Deed.PLAIN)).isGreaterThan(10_000);
    }

    @Test
    void whoeverIsAwaitedIsARegisteredSource() {
        assertThat(IntStream.range(0, TURNS).boxed().flatMap(turn -> traffic.turn(turn).stream()))
                .filteredOn(message -> message.awaited().isPresent())
                .allSatisfy(message -> {
                    Case awaited = (Case) message.record().orElseThrow();
                    assertThat(awaited.getSource().getSystem()).isIn("cli", "demo");
                    assertThat(message.awaited()).contains(awaited.getSource().getMessageId());
                });
    }

    private static <T> List<T> of(List<Message> messages, Class<T> type) {
        return messages.stream()
                .flatMap(message -> message.record().stream())
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }
}
