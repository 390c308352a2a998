package io.consilium.standalone.demo;

import io.consilium.option.Options;
import io.consilium.record.Opinion;
import io.consilium.record.Verdict;
import io.consilium.standalone.cases.CaseRun.Ended;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** How right one case went, where its file says what is right. */
record Score(Ended ended) {

    Optional<Verdict> verdict() {
        return ended.reply().getVerdict();
    }

    boolean departmentRight() {
        return verdict().flatMap(Verdict::getDepartment).equals(ended.written().department());
    }

    List<Opinion> opinions() {
        return verdict().map(Verdict::getOpinions).orElse(List.of());
    }

    long opinionsRight() {
        return opinions().stream()
                .filter(opinion -> opinion.getAnswer().map(this::right).orElse(false))
                .count();
    }

    boolean majorityRight() {
        return opinionsRight() * 2 > opinions().size();
    }

    boolean verdictRight() {
        return verdict().flatMap(Verdict::getAnswer).map(this::right).orElse(false);
    }

    private boolean right(String answer) {
        Options options = Options.of(ended.written().theCase().getOptions());
        OptionalInt truth = options.match(ended.written().answer().orElse(""));
        return truth.isPresent() && truth.equals(options.match(answer));
    }
}
