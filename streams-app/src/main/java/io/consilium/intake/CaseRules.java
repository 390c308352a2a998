package io.consilium.intake;

import io.consilium.option.Options;
import io.consilium.problem.PoisonException;
import io.consilium.record.Cancel;
import io.consilium.record.Case;
import io.consilium.record.Source;
import io.consilium.topic.Sources;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;

/** What a case must be before anyone looks at its pictures. The first rule that is broken is the reason. */
final class CaseRules {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._:-]{1,128}");
    private static final int SUBJECT_CHARACTERS = 256;

    private final Sources sources;
    private final Limits limits;

    CaseRules(Sources sources, Limits limits) {
        this.sources = sources;
        this.limits = limits;
    }

    /** @throws PoisonException when a rule is broken */
    void check(Case theCase, Instant now) {
        source(theCase.getSource());
        id(theCase);
        question(theCase);
        options(theCase.getOptions());
        if (theCase.getImages().isEmpty()) {
            throw new PoisonException("NO_IMAGE", "The case has no picture; send at least one.");
        }
        if (theCase.getImages().size() > limits.images()) {
            throw new PoisonException(
                    "TOO_MANY_IMAGES",
                    "The case has " + theCase.getImages().size() + " pictures; send " + limits.images() + " at most.");
        }
        if (theCase.getWantedBy().map(now::isAfter).orElse(false)) {
            throw new PoisonException("WANTED_TOO_EARLY", "The time by which the verdict is wanted has passed.");
        }
    }

    /** @throws PoisonException when a rule is broken */
    void check(Cancel cancel) {
        source(cancel.getSource());
        validId(cancel.getCaseId());
    }

    private void source(Source source) {
        if (!sources.registered(source.getSystem())) {
            throw new PoisonException(
                    "UNKNOWN_SOURCE", "The publishing system is not registered; add it to sources.yaml.");
        }
    }

    private static void id(Case theCase) {
        if (theCase.getCaseId().isEmpty() && theCase.getSource().getMessageId().isBlank()) {
            throw new PoisonException("NO_ID", "The case has neither an id nor a message id to derive one from.");
        }
        if (!theCase.getCaseId().isEmpty()) {
            validId(theCase.getCaseId());
        }
        theCase.getSupersedes().ifPresent(CaseRules::validId);
        if (theCase.getSupersedes().map(theCase.getCaseId()::equals).orElse(false)) {
            throw new PoisonException(
                    "SUPERSEDES_ITSELF", "The case supersedes itself; give the amended case a new id.");
        }
        String subject = theCase.getSubject();
        if (subject.isBlank() || subject.length() > SUBJECT_CHARACTERS) {
            throw new PoisonException(
                    "NO_SUBJECT",
                    "The subject is the patient's pseudonym: 1 to " + SUBJECT_CHARACTERS + " characters.");
        }
    }

    private static void validId(String id) {
        if (!ID.matcher(id).matches()) {
            throw new PoisonException(
                    "BAD_CASE_ID", "A case id has 1 to 128 letters, digits, dots, colons, hyphens and underscores.");
        }
    }

    private void question(Case theCase) {
        if (theCase.getQuestion().isBlank()) {
            throw new PoisonException("NO_QUESTION", "The case has no question.");
        }
        bounded("question", theCase.getQuestion(), limits.questionCharacters());
        theCase.getHistory().ifPresent(history -> bounded("history", history, limits.questionCharacters()));
    }

    private void options(List<String> options) {
        if (options.size() == 1 || options.size() > limits.options()) {
            throw new PoisonException(
                    "OPTION_COUNT",
                    "The case has " + options.size() + (options.size() == 1 ? " option" : " options") + "; give 2 to "
                            + limits.options() + ", or none for an open question.");
        }
        for (String option : options) {
            if (option.isBlank()) {
                throw new PoisonException("BLANK_OPTION", "An option is empty.");
            }
            bounded("option", option, limits.optionCharacters());
        }
        if (!Options.of(options).distinct()) {
            throw new PoisonException(
                    "OPTIONS_NOT_DISTINCT",
                    "Two options are the same but for case, spaces or punctuation; an answer could not tell them apart.");
        }
    }

    private static void bounded(String what, String text, int characters) {
        if (text.length() > characters) {
            throw new PoisonException(
                    "TEXT_TOO_LONG",
                    "The " + what + " has " + text.length() + " characters; the limit is " + characters + ".");
        }
    }
}
