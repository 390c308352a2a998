package io.consilium.model.doctor;

import io.consilium.digest.Digest;
import io.consilium.problem.FatalException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One doctor's words as a text file: a version, a system part and a user part.
 *
 * <p>{@code {name}} stands for a value; a line that begins with {@code ?name } is there only when that value is not
 * empty. Values are put in once: what looks like a placeholder inside a value stays text.
 */
final class PromptTemplate {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([a-z]+)}");
    private static final Pattern CONDITION = Pattern.compile("\\?([a-z]+) (.*)");
    private static final Pattern FILE =
            Pattern.compile("version (\\d+)\n--- system\n(.*)\n--- user\n(.*)", Pattern.DOTALL);
    private static final int SHORT_HASH = 12;

    private final String id;
    private final List<String> system;
    private final List<String> user;

    private PromptTemplate(String id, List<String> system, List<String> user) {
        this.id = id;
        this.system = system;
        this.user = user;
    }

    static PromptTemplate bundled(String name) {
        String file = "/prompts/" + name + ".txt";
        try (InputStream in = PromptTemplate.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new FatalException("the prompt template " + file + " is not in this program");
            }
            return parse(name, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static PromptTemplate parse(String name, String text) {
        Matcher matcher = FILE.matcher(text.strip());
        if (!matcher.matches()) {
            throw new FatalException(
                    "the prompt template '" + name + "' does not read: version N, --- system, text, --- user, text");
        }
        String hash = HexFormat.of().formatHex(Digest.bytes(text.strip()));
        return new PromptTemplate(
                name + "/" + matcher.group(1) + "@" + hash.substring(0, SHORT_HASH),
                lines(matcher.group(2)),
                lines(matcher.group(3)));
    }

    /** Name, version and the beginning of the file's SHA-256. */
    String id() {
        return id;
    }

    Prompt render(Map<String, String> values, int pictures) {
        return new Prompt(id, render(system, values), render(user, values), pictures);
    }

    private static String render(List<String> lines, Map<String, String> values) {
        return lines.stream()
                .filter(line -> wanted(line, values))
                .map(line -> fill(CONDITION.matcher(line).replaceFirst("$2"), values))
                .collect(Collectors.joining("\n"));
    }

    private static boolean wanted(String line, Map<String, String> values) {
        Matcher condition = CONDITION.matcher(line);
        return !condition.matches()
                || !values.getOrDefault(condition.group(1), "").isEmpty();
    }

    private static String fill(String line, Map<String, String> values) {
        return PLACEHOLDER
                .matcher(line)
                .replaceAll(found -> Matcher.quoteReplacement(values.getOrDefault(found.group(1), "")));
    }

    private static List<String> lines(String text) {
        return Arrays.asList(text.split("\n", -1));
    }
}
