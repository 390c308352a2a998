package io.consilium.containers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.Yaml;

/** The services of compose.yml: what is tested is what users bring up. */
record Compose(Map<String, Service> services) {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{[A-Z0-9_]+:-([^}]*)}");

    /** One service, its variables at their defaults. */
    record Service(
            String image,
            List<String> entrypoint,
            List<String> command,
            Map<String, String> environment,
            long memoryBytes) {}

    static Compose read(Path file) {
        try {
            Map<?, ?> document = new Yaml().load(Files.readString(file));
            Map<String, Service> services = new LinkedHashMap<>();
            ((Map<?, ?>) document.get("services"))
                    .forEach((name, service) -> services.put(name.toString(), service((Map<?, ?>) service)));
            return new Compose(services);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Service service(Map<?, ?> service) {
        Map<String, String> environment = new LinkedHashMap<>();
        if (service.get("environment") instanceof Map<?, ?> variables) {
            variables.forEach((name, value) -> environment.put(name.toString(), text(value)));
        }
        return new Service(
                text(service.get("image")),
                words(service, "entrypoint"),
                words(service, "command"),
                environment,
                bytes(text(service.containsKey("mem_limit") ? service.get("mem_limit") : "64m")));
    }

    private static long bytes(String size) {
        long number = Long.parseLong(size.substring(0, size.length() - 1));
        return number << (size.endsWith("g") ? 30 : 20);
    }

    private static List<String> words(Map<?, ?> service, String key) {
        return service.get(key) instanceof List<?> words
                ? words.stream().map(Compose::text).toList()
                : List.of();
    }

    private static String text(Object value) {
        Matcher variable = VARIABLE.matcher(value.toString());
        return variable.replaceAll(found -> Matcher.quoteReplacement(found.group(1)));
    }
}
