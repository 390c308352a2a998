package io.consilium.standalone.cases;

import io.consilium.option.Options;
import io.consilium.record.Opinion;
import io.consilium.record.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** How right one case went, where its file says what is right. */
public record Score(CaseRun.Ended ended) {

    public Optional<Verdict> verdict() {
        return ended.reply().getVerdict();
    }

    public boolean departmentRight() {
        return verdict().flatMap(Verdict::getDepartment).equals(ended.written().department());
    }

    public List<Opinion> opinions() {
        return verdict().map(Verdict::getOpinions).orElse(List.of());
    }

    public long opinionsRight() {
        return opinions().stream()
                .filter(opinion -> opinion.getAnswer().map(this::right).orElse(false))
                .count();
    }

    public boolean majorityRight() {
        return opinionsRight() * 2 > opinions().size();
    }

    public boolean verdictRight() {
        return verdict().flatMap(Verdict::getAnswer).map(this::right).orElse(false);
    }

    private boolean right(String answer) {
        Options options = Options.of(ended.written().theCase().getOptions());
        OptionalInt truth = options.match(ended.written().answer().orElse(""));
        return truth.isPresent() && truth.equals(options.match(answer));
    }
}
