package io.consilium.standalone.cases;

import com.fasterxml.jackson.databind.JsonNode;
import io.consilium.digest.Digest;
import io.consilium.record.Case;
import io.consilium.record.Image;
import io.consilium.record.Priority;
import io.consilium.record.Source;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Turns one JSON object into a case. */
final class CaseParser {
    /** What a record may carry inline. */
    private static final long MAX_PICTURE_BYTES = 5_000_000;

    private static final Pattern DATA_URI = Pattern.compile("data:([a-z]+/[a-z0-9.+-]+)?;base64,(.*)", Pattern.DOTALL);

    /** The last ones are what samples and the bundled cases know beside the question. */
    private static final List<String> FIELDS = List.of(
            "case_id",
            "message_id",
            "subject",
            "question",
            "options",
            "history",
            "image",
            "images",
            "priority",
            "wanted_by",
            "supersedes",
            "answer",
            "department",
            "finding",
            "style",
            "opinions",
            "reasoning");

    private final Path directory;
    private final CaseFile.Format format;
    private final String source;

    /** @param directory where relative paths of pictures begin */
    CaseParser(Path directory, CaseFile.Format format, String source) {
        this.directory = directory;
        this.format = format;
        this.source = source;
    }

    /** @throws UnusableCaseException when it cannot be published */
    WrittenCase parse(JsonNode node) {
        if (!node.isObject()) {
            throw new UnusableCaseException("not a JSON object");
        }
        return format == CaseFile.Format.VQA_RAD ? vqaRad(node) : consilium(node);
    }

    private WrittenCase consilium(JsonNode node) {
        node.fieldNames().forEachRemaining(field -> {
            if (!FIELDS.contains(field)) {
                throw new UnusableCaseException("unknown field " + field + "; known are " + FIELDS);
            }
        });
        String caseId = node.path("case_id").asText("");
        Case theCase = Case.newBuilder()
                .setCaseId(caseId)
                .setSubject(node.path("subject").asText(""))
                .setReceivedAt(Instant.now())
                .setPriority(priority(node))
                .setQuestion(node.path("question").asText(""))
                .setOptions(texts(node, "options"))
                .setHistory(text(node, "history").orElse(null))
                .setImages(images(node))
                .setSource(new Source(source, text(node, "message_id").orElseGet(CaseParser::messageId)))
                .setWantedBy(text(node, "wanted_by").map(CaseParser::instant).orElse(null))
                .setSupersedes(text(node, "supersedes").orElse(null))
                .build();
        return new WrittenCase(theCase, text(node, "answer"), text(node, "department"));
    }

    /** A line of VQA-RAD: closed questions that are answered by yes or no get these as options, all others are open. */
    private WrittenCase vqaRad(JsonNode node) {
        String id = node.path("id").asText("");
        String answer = node.path("answer").asText("");
        boolean yesNo = node.path("answer_type").asText("").equals("CLOSED")
                && List.of("yes", "no").contains(answer.toLowerCase(Locale.ROOT));
        Case theCase = Case.newBuilder()
                .setCaseId(id)
                .setSubject(Digest.of("vqa-rad", node.path("medpix").asText(id)))
                .setReceivedAt(Instant.now())
                .setQuestion(node.path("question").asText(""))
                .setOptions(yesNo ? List.of("yes", "no") : List.of())
                .setImages(List.of(image(node.path("image").asText(""))))
                .setSource(new Source(source, messageId()))
                .build();
        return new WrittenCase(theCase, Optional.of(answer), Optional.empty());
    }

    /** Each publication has an id of its own, also when the case comes again. */
    private static String messageId() {
        return UUID.randomUUID().toString();
    }

    private List<Image> images(JsonNode node) {
        List<String> names = new ArrayList<>(texts(node, "images"));
        text(node, "image").ifPresent(names::add);
        List<Image> images = names.stream().map(this::image).toList();
        long bytes = images.stream().mapToLong(Image::getBytes).sum();
        if (bytes > MAX_PICTURE_BYTES) {
            throw tooLarge("the pictures together have", bytes);
        }
        return images;
    }

    private Image image(String name) {
        Matcher uri = DATA_URI.matcher(name);
        byte[] content = uri.matches() ? decoded(uri.group(2)) : read(name);
        if (content.length > MAX_PICTURE_BYTES) {
            throw tooLarge("a picture has", content.length);
        }
        return Image.newBuilder()
                .setContent(ByteBuffer.wrap(content))
                .setBytes(content.length)
                .build();
    }

    private byte[] read(String name) {
        Path file = path(name);
        try {
            long size = Files.size(file);
            if (size > MAX_PICTURE_BYTES) {
                throw tooLarge("picture " + name + " has", size);
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UnusableCaseException(
                    "picture " + file + " cannot be read (" + e.getClass().getSimpleName() + ")");
        }
    }

    private Path path(String name) {
        try {
            return directory.resolve(name);
        } catch (InvalidPathException e) {
            throw new UnusableCaseException("a picture's name cannot be a file's: " + e.getReason());
        }
    }

    private static UnusableCaseException tooLarge(String what, long bytes) {
        return new UnusableCaseException(
                what + " " + bytes + " bytes; a record carries " + MAX_PICTURE_BYTES + " at most");
    }

    private static byte[] decoded(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new UnusableCaseException("a picture's data URI is not base64: " + e.getMessage());
        }
    }

    private static Priority priority(JsonNode node) {
        return switch (node.path("priority").asText("routine").toLowerCase(Locale.ROOT)) {
            case "routine" -> Priority.ROUTINE;
            case "urgent" -> Priority.URGENT;
            default -> throw new UnusableCaseException("priority is neither routine nor urgent");
        };
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new UnusableCaseException("wanted_by is not a time such as 2026-01-31T12:00:00Z");
        }
    }

    private static Optional<String> text(JsonNode node, String key) {
        return Optional.of(node.path(key).asText("")).filter(text -> !text.isEmpty());
    }

    private static List<String> texts(JsonNode node, String key) {
        JsonNode array = node.path(key);
        List<String> texts = new ArrayList<>();
        if (!array.isArray() && !array.isMissingNode() && !array.isNull()) {
            throw new UnusableCaseException(key + " is not a list");
        }
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }
}
