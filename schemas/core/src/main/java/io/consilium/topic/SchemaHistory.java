package io.consilium.topic;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaFormatter;
import org.apache.avro.SchemaParser;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/**
 * Every version that a record's schema ever had, as files of a checkout: {@code <Record>/v<N>.avsc}, counted from 1
 * without gaps. Each file is whole: nested types are written out, documentation and sensitivity are kept.
 */
final class SchemaHistory {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path directory;

    SchemaHistory(Path directory) {
        this.directory = directory;
    }

    /** The schema as the code has it now. */
    static String current(Class<? extends SpecificRecord> record) {
        try {
            JsonNode tree = JSON.readTree(SpecificData.get().getSchema(record).toString());
            withoutJava(tree);
            Schema schema = SchemaParser.parseSingle(tree.toString());
            return SchemaFormatter.getInstance("json/pretty").format(schema) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a schema of Avro is not JSON", e);
        }
    }

    /** The texts of all versions, oldest first. */
    List<String> versions(Class<? extends SpecificRecord> record) {
        List<String> versions = new ArrayList<>();
        for (Path file = file(record, 1); Files.exists(file); file = file(record, versions.size() + 1)) {
            versions.add(read(file));
        }
        return versions;
    }

    /** Where the schema that the code has now lies, or belongs when it is not the last version. */
    Path fileOfCurrent(Class<? extends SpecificRecord> record) {
        List<String> versions = versions(record);
        int last = versions.size();
        boolean kept = last > 0 && versions.get(last - 1).equals(current(record));
        return file(record, kept ? last : last + 1);
    }

    private Path file(Class<? extends SpecificRecord> record, int version) {
        return directory.resolve(record.getSimpleName()).resolve("v" + version + ".avsc");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    /** What the code generator adds means nothing to others. */
    private static void withoutJava(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.remove("avro.java.string");
        }
        node.forEach(SchemaHistory::withoutJava);
    }
}
