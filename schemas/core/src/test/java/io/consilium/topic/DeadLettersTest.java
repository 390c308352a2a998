package io.consilium.topic;

import static org.assertj.core.api.Assertions.assertThat;

import io.consilium.problem.PoisonException;
import io.consilium.record.Coordinates;
import io.consilium.record.DeadLetter;
import io.consilium.record.RecordHeader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class DeadLettersTest {
    private static final Coordinates AT = new Coordinates("cases", 1, 7L);

    @Test
    void shouldKeepARecordAsItWas() {
        RecordHeaders headers = new RecordHeaders();
        headers.add("twice", new byte[] {1}).add("empty", null).add("twice", new byte[] {2});

        DeadLetter letter = letter(new byte[] {3}, new byte[0], headers);

        assertThat(DeadLetters.key(AT)).isEqualTo("cases-1-7");
        assertThat(letter.getAt()).isEqualTo(AT);
        assertThat(letter.getKey()).contains(ByteBuffer.wrap(new byte[] {3}));
        assertThat(letter.getValue()).contains(ByteBuffer.allocate(0));
        assertThat(letter.getHeaders())
                .containsExactly(
                        new RecordHeader("twice", ByteBuffer.wrap(new byte[] {1})),
                        new RecordHeader("empty", null),
                        new RecordHeader("twice", ByteBuffer.wrap(new byte[] {2})));
    }

    @Test
    void shouldNotPrintWhatARecordHolds() {
        RecordHeaders headers = new RecordHeaders();
        headers.add("name", "synthetic patient text".getBytes(StandardCharsets.UTF_8));
        assertThat(new RawRecord(AT, new byte[0], new byte[0], headers)).hasToString("cases-1-7");
    }

    @Test
    void shouldTellNothingFromEmpty() {
        DeadLetter letter = letter(null, null, List.of());
        assertThat(letter.getKey()).isEmpty();
        assertThat(letter.getValue()).isEmpty();
        assertThat(letter.getHeaders()).isEmpty();
    }

    private static DeadLetter letter(byte[] key, byte[] value, Iterable<Header> headers) {
        PoisonException poison = new PoisonException("UNKNOWN_SCHEMA", "as told");
        return DeadLetters.of(Application.INTAKE, new RawRecord(AT, key, value, headers), poison, Instant.EPOCH)
                .build();
    }
}
