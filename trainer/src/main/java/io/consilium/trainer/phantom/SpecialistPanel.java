package io.consilium.trainer.phantom;

import io.consilium.department.DepartmentsFile;
import io.consilium.model.doctor.Matter;
import io.consilium.model.doctor.Prompt;
import io.consilium.model.doctor.PromptBook;
import io.consilium.model.doctor.Reply;
import io.consilium.model.vlm.ChatPrompt;
import io.consilium.model.vlm.Completion;
import io.consilium.model.vlm.Generator;
import io.consilium.model.vlm.GeneratorSettings;
import io.consilium.model.vlm.ModelException;
import io.consilium.model.vlm.Precision;
import io.consilium.model.vlm.Sampling;
import io.consilium.model.vlm.VisionLanguageModel;
import io.consilium.problem.ConfigurationException;
import io.consilium.record.Role;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The seats of a case's department, all taken by one checkpoint, which gives its opinions through the specialist's prompt.
 * A case id and a seat make the seed of a reply, so the same checkpoint gives the same opinions. Owns the checkpoint.
 */
public final class SpecialistPanel implements AutoCloseable {
    private static final int NEW_TOKENS = 48;
    private static final int SLOTS = 32;
    private static final int THREADS = 2;

    private final VisionLanguageModel model;
    private final Generator generator;
    private final int seats;
    private final double temperature;
    private final PromptBook prompts = PromptBook.bundled();
    private final List<String> departments = DepartmentsFile.bundled().names();

    private SpecialistPanel(VisionLanguageModel model, int seats, double temperature) {
        this.model = model;
        this.generator = new Generator(model, new GeneratorSettings(SLOTS, 0, THREADS));
        this.seats = seats;
        this.temperature = temperature;
    }

    /** @throws ConfigurationException when there are no seats, or the temperature is none */
    public static SpecialistPanel open(Path checkpoint, int seats, double temperature) {
        List<String> problems = new ArrayList<>();
        if (seats < 1) {
            problems.add("seats: " + seats + "; a department has one seat or more");
        }
        if (!(temperature >= 0 && temperature <= 100)) {
            problems.add("temperature: " + temperature + "; it lies within 0 (greedy) and 100");
        }
        if (!problems.isEmpty()) {
            throw new ConfigurationException("The specialists cannot be asked", problems);
        }
        return new SpecialistPanel(VisionLanguageModel.load(checkpoint, Precision.F32), seats, temperature);
    }

    /** Asks about all cases, some of them at once; tells the opinions in the order of the cases, one a seat. */
    public void ask(Stream<PhantomCase> cases, BiConsumer<PhantomCase, List<Opinion>> told) {
        Deque<Asking> asking = new ArrayDeque<>();
        cases.forEach(about -> {
            asking.add(new Asking(about, opinions(about)));
            if (asking.size() * seats > 2 * SLOTS) {
                asking.remove().tell(told);
            }
        });
        asking.forEach(last -> last.tell(told));
    }

    /** A case whose specialists are at work. */
    private record Asking(PhantomCase about, CompletableFuture<List<Opinion>> opinions) {
        void tell(BiConsumer<PhantomCase, List<Opinion>> told) {
            told.accept(about, joined());
        }

        private List<Opinion> joined() {
            try {
                return opinions.join();
            } catch (CompletionException e) {
                if (e.getCause() instanceof ModelException unusable) {
                    throw unusable;
                }
                throw e;
            }
        }
    }

    private CompletableFuture<List<Opinion>> opinions(PhantomCase about) {
        List<Sampling> members = IntStream.rangeClosed(1, seats)
                .mapToObj(seat -> Sampling.temperature(NEW_TOKENS, temperature, seed(about, seat)))
                .toList();
        List<CompletableFuture<Completion>> replies = generator.submitGroup(prompt(about), members);
        return CompletableFuture.allOf(replies.toArray(CompletableFuture[]::new))
                .thenApply(all -> IntStream.rangeClosed(1, seats)
                        .mapToObj(seat -> new Opinion(seat, answer(replies.get(seat - 1))))
                        .toList());
    }

    private ChatPrompt prompt(PhantomCase about) {
        Matter matter = new Matter(
                about.asked().text(),
                "",
                about.phantom().department(),
                departments,
                about.asked().options(),
                new TreeMap<>(),
                1);
        Prompt prompt = prompts.render(Role.SPECIALIST, matter);
        return ChatPrompt.of(prompt.system(), List.of(about.phantom().picture()), prompt.user());
    }

    private static Optional<String> answer(CompletableFuture<Completion> reply) {
        return Reply.parse(reply.join().text()).answer();
    }

    private static long seed(PhantomCase about, int seat) {
        return PhantomSeeds.derive("opinion", about.id(), seat);
    }

    @Override
    public void close() {
        generator.close();
        model.close();
    }
}
