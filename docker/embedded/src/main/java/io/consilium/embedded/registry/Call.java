package io.consilium.embedded.registry;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/**
 * One request, its path already matched.
 *
 * @param names the values of the path's variables
 * @param body a missing node when none came
 */
record Call(Map<String, String> names, Map<String, String> query, JsonNode body) {

    /** "" for a route that has no subject. */
    String subject() {
        return names.getOrDefault("subject", "");
    }

    String version() {
        return names.get("version");
    }

    int id() {
        String id = names.get("id");
        try {
            return Integer.parseInt(id);
        } catch (NumberFormatException e) {
            throw RegistryError.badRequest("'" + id + "' is not a schema id");
        }
    }

    boolean flag(String name) {
        return Boolean.parseBoolean(query.getOrDefault(name, "false"));
    }

    String parameter(String name) {
        return query.getOrDefault(name, "");
    }

    Content content() {
        if (!body.path("schemaType").asText("AVRO").equals("AVRO")) {
            throw RegistryError.invalidSchema("only schemas of type AVRO are served here");
        }
        return ChangeJson.content(body);
    }
}
