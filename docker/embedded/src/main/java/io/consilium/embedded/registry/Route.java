package io.consilium.embedded.registry;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A method and a path with variables in braces, and what answers it.
 *
 * @param answer what Jackson can write, or a {@link Verbatim}
 */
record Route(String method, List<String> path, Function<Call, Object> answer) {

    /** JSON that is passed on as it is. */
    record Verbatim(String json) {}

    static Route route(String method, String path, Function<Call, Object> answer) {
        return new Route(method, segments(path), answer);
    }

    static List<String> segments(String path) {
        return List.of(path.split("/")).stream()
                .filter(segment -> !segment.isEmpty())
                .toList();
    }

    /** The values of the variables when the path fits. */
    Optional<Map<String, String>> match(List<String> segments) {
        if (segments.size() != path.size()) {
            return Optional.empty();
        }
        Map<String, String> names = new HashMap<>();
        for (int i = 0; i < segments.size(); i++) {
            String wanted = path.get(i);
            if (wanted.startsWith("{")) {
                names.put(wanted.substring(1, wanted.length() - 1), segments.get(i));
            } else if (!wanted.equals(segments.get(i))) {
                return Optional.empty();
            }
        }
        return Optional.of(names);
    }
}
