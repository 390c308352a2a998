package io.consilium.model.doctor;

import io.consilium.department.Departments;
import io.consilium.department.DoctorSpec;
import io.consilium.image.Picture;
import io.consilium.model.vlm.ChatPrompt;
import io.consilium.model.vlm.Completion;
import io.consilium.model.vlm.Sampling;
import io.consilium.record.Role;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/**
 * The first prompts of a model that was just loaded: those of the roles that it will have, with a made-up picture. They
 * show whether it keeps the format, and bring its memory and kernels to working state before a case waits for them.
 *
 * <p>A model need not keep the format every time, but in each of its roles it must be able to.
 */
final class WarmUp {
    private static final int EDGE = 112;
    private static final int EXAMPLE = 80;
    private static final Duration SHORTEST_PATIENCE = Duration.ofMinutes(2);
    private static final List<String> QUESTIONS = List.of(
            "Is there a nodule in this chest radiograph?",
            "Is there a mitosis cluster in this biopsy slide?",
            "Is there a bleeding point in this operative view?");
    private static final List<String> OPTIONS = List.of("yes", "no");

    private final Departments departments;
    private final PromptBook book;
    private final Duration patience;

    WarmUp(Departments departments, PromptBook book) {
        this.departments = departments;
        this.book = book;
        // What takes longer than a case may take is of no use to any.
        Duration longest = departments.longestCase();
        this.patience = longest.compareTo(SHORTEST_PATIENCE) > 0 ? longest : SHORTEST_PATIENCE;
    }

    /** Why the model cannot be this doctor; empty when it can. */
    Optional<String> problem(DoctorSpec doctor, LoadedModel model) {
        return departments.roles(doctor.name()).stream()
                .flatMap(role -> problem(role, model, doctor.replyTokens()).stream())
                .findFirst();
    }

    private Optional<String> problem(Role role, LoadedModel model, int replyTokens) {
        List<CompletableFuture<Completion>> asked = new ArrayList<>();
        QUESTIONS.forEach(question -> asked.add(ask(role, question, model, replyTokens)));
        List<String> said = new ArrayList<>();
        for (CompletableFuture<Completion> one : asked) {
            try {
                said.add(one.join().text());
            } catch (CompletionException e) {
                asked.forEach(other -> other.cancel(true));
                return Optional.of("it gave no answer to a trial question as " + role + ": " + Failures.cause(e));
            }
        }
        boolean able = said.stream().anyMatch(text -> Reply.parse(text).formatOk());
        return able
                ? Optional.empty()
                : Optional.of("it answers out of format as " + role + ", for example: " + brief(said.get(0)));
    }

    private static String brief(String text) {
        String line = text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
        return line.length() <= EXAMPLE ? line : line.substring(0, EXAMPLE) + "…";
    }

    private CompletableFuture<Completion> ask(Role role, String question, LoadedModel model, int replyTokens) {
        Prompt prompt = book.render(role, matter(role, question));
        return model.submit(
                        ChatPrompt.of(prompt.system(), List.of(picture()), prompt.user()), Sampling.greedy(replyTokens))
                .orTimeout(patience.toSeconds(), TimeUnit.SECONDS);
    }

    private Matter matter(Role role, String question) {
        SortedMap<Integer, String> opinions = new TreeMap<>();
        if (role == Role.ATTENDING) {
            opinions.put(1, "yes");
            opinions.put(2, "no");
            opinions.put(3, "yes");
        }
        List<String> names = departments.names();
        String department = role == Role.SPECIALIST ? names.get(0) : "";
        List<String> choice = role == Role.TRIAGE ? names : List.of();
        return new Matter(question, "", department, choice, OPTIONS, opinions, 1);
    }

    /** Grey from dark to bright, without anything to see. */
    private static Picture picture() {
        byte[] rgb = new byte[EDGE * EDGE * 3];
        for (int at = 0; at < rgb.length; at++) {
            rgb[at] = (byte) (at / (EDGE * 3) * 2);
        }
        return new Picture(EDGE, EDGE, rgb);
    }
}
