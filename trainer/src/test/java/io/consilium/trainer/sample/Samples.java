package io.consilium.trainer.sample;

import io.consilium.record.SampleSplit;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Builds made-up samples for tests: a question with the options yes and no, and whatever else is said. */
final class Samples {
    private final String id;
    private String subject;
    private String history = "";
    private List<String> options = List.of("yes", "no");
    private String answer = "yes";
    private int seats;
    private Optional<String> department = Optional.empty();
    private Optional<SampleSplit> split = Optional.empty();
    private final List<SamplePicture> pictures = new ArrayList<>();
    private final SortedMap<Integer, String> opinions = new TreeMap<>();

    private Samples(String id) {
        this.id = id;
        subject = id;
    }

    static Samples of(String id) {
        return new Samples(id);
    }

    Samples subject(String value) {
        subject = value;
        return this;
    }

    Samples history(String value) {
        history = value;
        return this;
    }

    Samples open(String value) {
        options = List.of();
        answer = value;
        return this;
    }

    Samples department(String value) {
        department = Optional.of(value);
        return this;
    }

    Samples picture(Path file) {
        pictures.add(new SamplePicture.InFile(file));
        return this;
    }

    Samples split(SampleSplit value) {
        split = Optional.of(value);
        return this;
    }

    /** The next seat's; an empty one is a reply without an answer. */
    Samples opinion(String said) {
        seats++;
        if (!said.isEmpty()) {
            opinions.put(seats, said);
        }
        return this;
    }

    Sample sample() {
        return new Sample(
                id,
                subject,
                List.copyOf(pictures),
                "Is there a nodule?",
                history,
                options,
                opinions,
                seats,
                answer,
                department,
                Optional.of("because"),
                split);
    }
}
