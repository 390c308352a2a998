package io.consilium.trainer.phantom;

import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;

/**
 * A set of cases: which departments, which questions, which look. The first three stand for the paper's in-domain sets
 * (VQA-RAD, SLAKE, PathVQA), whose questions are those that training samples ask; the next two for its shifted ones
 * (OmniMedVQA, MMMU Health &amp; Medicine).
 */
public enum PhantomSet {
    RAD(List.of(Kind.RADIOLOGIST, Kind.ONCOLOGIST), Questions.FINDINGS, Look.STANDARD),
    SLAKE(List.of(Kind.RADIOLOGIST, Kind.ENDOCRINOLOGIST, Kind.SURGEON), Questions.FINDINGS, Look.STANDARD),
    PATH(List.of(Kind.PATHOLOGIST, Kind.DERMATOLOGIST, Kind.OPHTHALMOLOGIST), Questions.FINDINGS, Look.STANDARD),
    OMNI(List.of(Kind.values()), List.of(Question.values()), Look.SHIFTED),
    MMMU(List.of(Kind.values()), List.of(Question.DIAGNOSIS), Look.SHIFTED),
    DEMO(List.of(Kind.values()), List.of(Question.values()), Look.STANDARD);

    private final List<Kind> kinds;
    private final List<Question> questions;
    private final Look look;

    PhantomSet(List<Kind> kinds, List<Question> questions, Look look) {
        this.kinds = kinds;
        this.questions = questions;
        this.look = look;
    }

    /** As ids of cases spell it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public List<Kind> kinds() {
        return kinds;
    }

    public List<Question> questions() {
        return questions;
    }

    public Look look() {
        return look;
    }

    /** One of the set's questions that makes sense of a picture. */
    Asked ask(RandomGenerator random, Truth truth) {
        List<Asked> sensible = questions.stream()
                .flatMap(question -> question.about(truth).stream())
                .toList();
        return sensible.get(random.nextInt(sensible.size()));
    }

    /** An enum's constants cannot name static fields of their own enum. */
    private static final class Questions {
        static final List<Question> FINDINGS = List.of(Question.PRESENCE, Question.COUNT, Question.SIZE, Question.SIDE);
    }
}
