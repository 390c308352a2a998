package io.consilium.trainer.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import io.consilium.digest.Digest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A configuration as it was read: every default filled in, every path absolute, in the order of reading. Reading its YAML
 * gives the same configuration again.
 */
public final class EffectiveConfiguration {
    private static final ObjectMapper YAML = new ObjectMapper(YAMLFactory.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .disable(YAMLGenerator.Feature.SPLIT_LINES)
            .build());

    private final ObjectNode tree;

    /** Takes a copy; {@code tree} is what {@link #tree} of an equal configuration returned. */
    public EffectiveConfiguration(ObjectNode tree) {
        this.tree = tree.deepCopy();
    }

    public ObjectNode tree() {
        return tree.deepCopy();
    }

    public String yaml() {
        try {
            return YAML.writeValueAsString(tree);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of JSON nodes can always be written", e);
        }
    }

    public String hash() {
        return Digest.of(yaml());
    }

    /**
     * Each key whose value differs, with both values in words.
     *
     * @param free keys that may differ, such as {@code checkpoint_every}; a section's key frees all that is in it, and a
     *     list's indices are left out: {@code stages.steps}
     */
    public List<String> differences(EffectiveConfiguration now, Set<String> free) {
        Map<String, String> then = leaves();
        Map<String, String> here = now.leaves();
        Set<String> keys = new TreeSet<>(then.keySet());
        keys.addAll(here.keySet());
        List<String> differences = new ArrayList<>();
        for (String key : keys) {
            String before = then.getOrDefault(key, "absent");
            String after = here.getOrDefault(key, "absent");
            if (!before.equals(after) && !isFree(key, free)) {
                differences.add(key + ": was " + before + ", is now " + after);
            }
        }
        return List.copyOf(differences);
    }

    private static boolean isFree(String key, Set<String> free) {
        String plain = key.replaceAll("\\[\\d+]", "");
        return free.stream().anyMatch(name -> plain.equals(name) || plain.startsWith(name + "."));
    }

    private Map<String, String> leaves() {
        Map<String, String> leaves = new LinkedHashMap<>();
        collect("", tree, leaves);
        return leaves;
    }

    private static void collect(String where, JsonNode node, Map<String, String> leaves) {
        if (node.isObject()) {
            node.properties().forEach(entry -> collect(Section.join(where, entry.getKey()), entry.getValue(), leaves));
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                collect(where + "[" + (i + 1) + "]", node.get(i), leaves);
            }
        } else {
            leaves.put(where, node.toString());
        }
    }
}
