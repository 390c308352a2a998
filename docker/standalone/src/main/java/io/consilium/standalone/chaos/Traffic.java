package io.consilium.standalone.chaos;

import io.consilium.record.Cancel;
import io.consilium.record.Case;
import io.consilium.record.Image;
import io.consilium.record.Outcome;
import io.consilium.record.Priority;
import io.consilium.record.Source;
import io.consilium.topic.Topics;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import org.apache.avro.specific.SpecificRecord;

/**
 * What sources and clinicians publish in a run: mostly good cases, some of all that can be wrong with one. The n-th turn
 * of a seed is always the same.
 */
final class Traffic {
    private static final int SUBJECTS = 97;
    private static final int LONG_AGO = 100;
    private static final List<String> OPTIONS = List.of("left", "right", "neither");

    private final long seed;
    private final String run;
    private final List<String> sources;
    private final Instant start;
    private final ByteBuffer picture = picture();

    /**
     * @param run its name: part of every id
     * @param sources those that are registered
     */
    Traffic(long seed, String run, List<String> sources, Instant start) {
        this.seed = seed;
        this.run = run;
        this.sources = List.copyOf(sources);
        this.start = start;
    }

    List<Message> turn(int number) {
        Case plain = plain(number);
        return switch (deed(number)) {
            case PLAIN -> List.of(awaited(plain));
            case URGENT ->
                List.of(awaited(changed(plain).setPriority(Priority.URGENT).build()));
            case DERIVED_ID -> List.of(awaited(changed(plain).setCaseId("").build()));
            case RESENT -> List.of(awaited(plain), unawaited(plain), awaited(plain(ago(number, LONG_AGO))));
            case REUSED_ID ->
                List.of(awaited(changed(plain)
                        .setCaseId(id(ago(number, 10)))
                        .setQuestion("Another question under an id that is in use?")
                        .build()));
            case UNREADABLE -> List.of(new Message(Topics.CASES, id(number), Optional.empty(), Optional.empty()));
            case BROKEN_PICTURE ->
                List.of(awaited(changed(plain)
                        .setImages(List.of(image(ByteBuffer.wrap(Message.UNREADABLE))))
                        .build()));
            case NO_QUESTION -> List.of(awaited(changed(plain).setQuestion(" ").build()));
            case UNKNOWN_SOURCE ->
                List.of(unawaited(changed(plain)
                        .setSource(new Source("nobody", message(number)))
                        .build()));
            case CANCELLED -> List.of(awaited(plain), cancel(number, number));
            case CANCELLED_LATE -> List.of(awaited(plain), cancel(number, ago(number, LONG_AGO)));
            case CANCELLED_UNKNOWN -> List.of(awaited(plain), cancel(number, -1 - number));
            case SUPERSEDES ->
                List.of(awaited(changed(plain)
                        .setSupersedes(id(ago(number, sources.size())))
                        .build()));
            case CONFIRMED -> List.of(awaited(plain), outcome(ago(number, LONG_AGO), OPTIONS.get(number % 3)));
            case CONFIRMED_WRONGLY -> List.of(awaited(plain), outcome(ago(number, LONG_AGO), "none of these"));
            case UNREADABLE_OUTCOME ->
                List.of(awaited(plain), new Message(Topics.OUTCOMES, id(number), Optional.empty(), Optional.empty()));
        };
    }

    private Deed deed(int number) {
        return Deed.drawn(new SplittableRandom(seed + 1_000_003L * number));
    }

    private static int ago(int number, int turns) {
        return Math.max(0, number - turns);
    }

    private String id(int number) {
        return "chaos-" + run + "-" + number;
    }

    private String message(int number) {
        return "message-" + run + "-" + number;
    }

    private Source source(int number) {
        return new Source(sources.get(Math.floorMod(number, sources.size())), message(number));
    }

    private Case plain(int number) {
        return Case.newBuilder()
                .setCaseId(id(number))
                .setSubject("chaos-subject-" + number % SUBJECTS)
                .setReceivedAt(start)
                .setQuestion("On which side of this picture is the finding of turn " + number + "?")
                .setOptions(OPTIONS)
                .setImages(List.of(image(picture)))
                .setSource(source(number))
                .build();
    }

    private static Case.Builder changed(Case plain) {
        return Case.newBuilder(plain);
    }

    private Message cancel(int number, int which) {
        return unawaited(Cancel.newBuilder()
                .setCaseId(id(which))
                .setSource(new Source(source(which).getSystem(), "cancel-" + message(number)))
                .setCancelledAt(start)
                .build());
    }

    private Message outcome(int which, String answer) {
        return new Message(
                Topics.OUTCOMES,
                id(which),
                Optional.of(Outcome.newBuilder()
                        .setCaseId(id(which))
                        .setAnswer(answer)
                        .setConfirmedBy("chaos-clinician")
                        .setConfirmedAt(start)
                        .build()),
                Optional.empty());
    }

    private static Message awaited(Case theCase) {
        String awaited = theCase.getSource().getMessageId();
        String key = theCase.getCaseId().isEmpty() ? awaited : theCase.getCaseId();
        return new Message(Topics.CASES, key, Optional.of(theCase), Optional.of(awaited));
    }

    private static Message unawaited(SpecificRecord record) {
        String key = record instanceof Cancel cancel ? cancel.getCaseId() : ((Case) record).getCaseId();
        return new Message(Topics.CASES, key, Optional.of(record), Optional.empty());
    }

    private static Image image(ByteBuffer content) {
        return Image.newBuilder().setContent(content.duplicate()).build();
    }

    private static ByteBuffer picture() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ImageIO.write(new BufferedImage(32, 32, BufferedImage.TYPE_INT_RGB), "png", out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return ByteBuffer.wrap(out.toByteArray());
    }
}
