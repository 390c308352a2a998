package io.consilium.audit;

import io.consilium.record.DeadLetter;
import io.consilium.topic.Application;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The dead letters, and whether each names a record that is there. Belongs to one thread. */
final class Letters {
    private final Map<Place, Letter> letters = new HashMap<>();
    private final Consumer<Violation> findings;

    Letters(Consumer<Violation> findings) {
        this.findings = findings;
    }

    private record Place(String application, String record) {}

    /** @param met whether the record has been read where the letter says that it lies */
    private record Letter(DeadLetter text, boolean met) {}

    int count() {
        return letters.size();
    }

    /** A worker that dies before it acknowledges writes the letter again; the others write within their transaction. */
    void add(DeadLetter letter) {
        Place place = new Place(letter.getApplication(), Places.words(letter.getAt()));
        boolean again = letters.putIfAbsent(place, new Letter(letter, false)) != null;
        if (again && !letter.getApplication().equals(Application.WORKER.id())) {
            report(place.record(), "two dead letters of " + letter.getApplication());
        }
    }

    /** The letter that an application wrote of a record, if it did. */
    Optional<DeadLetter> of(Application application, Found found) {
        Place place = new Place(application.id(), found.where());
        Optional<Letter> letter =
                Optional.ofNullable(letters.computeIfPresent(place, (key, one) -> new Letter(one.text(), true)));
        letter.map(Letter::text)
                .filter(text -> !text.getValue().orElse(ByteBuffer.allocate(0)).equals(ByteBuffer.wrap(found.value())))
                .ifPresent(
                        text -> report(found.where(), "its dead letter of " + application.id() + " has other bytes"));
        return letter.map(Letter::text);
    }

    void require(Application application, Found found) {
        if (of(application, found).isEmpty()) {
            report(found.where(), "cannot be read, and has no dead letter of " + application.id());
        }
    }

    void finish() {
        List<String> unmet = new ArrayList<>();
        letters.forEach((place, letter) -> {
            if (!letter.met()) {
                unmet.add(place.record() + " " + place.application());
            }
        });
        unmet.stream().sorted().forEach(one -> report(one, "a dead letter of a record that is not there"));
    }

    private void report(String about, String what) {
        findings.accept(new Violation(Rule.DEAD_LETTERS, about, what));
    }
}
