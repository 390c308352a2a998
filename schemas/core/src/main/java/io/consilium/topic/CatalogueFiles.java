package io.consilium.topic;

import io.consilium.department.DepartmentsFile;
import io.consilium.record.FeedbackRecord;
import io.consilium.record.JourneyRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;

/**
 * The files of a checkout that are made from the catalogue and the schemas: the table of topics, the AsyncAPI document
 * and the schema history. A schema that was changed gets a new version beside the old ones.
 */
public final class CatalogueFiles {
    private final Path schemas;
    private final TopicCatalogue catalogue;
    private final SchemaHistory history;

    private CatalogueFiles(Path schemas, TopicCatalogue catalogue) {
        this.schemas = schemas;
        this.catalogue = catalogue;
        this.history = new SchemaHistory(schemas.resolve("core/src/main/avro-history"));
    }

    /** @param checkout root of the project's source tree */
    public static CatalogueFiles in(Path checkout) {
        return new CatalogueFiles(
                checkout.resolve("schemas"),
                TopicCatalogue.of(DepartmentsFile.bundled(), Sources.bundled(), TopicCatalogue.DEFAULT_PARTITIONS));
    }

    /** The files that are absent or not as they should be; {@link #write} mends them. */
    public List<Path> stale() {
        return wanted().entrySet().stream()
                .filter(file -> !file.getValue().equals(content(file.getKey())))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** @return the files that were written: those that were stale */
    public List<Path> write() {
        Map<Path, String> wanted = wanted();
        List<Path> stale = stale();
        stale.forEach(file -> write(file, wanted.get(file)));
        return stale;
    }

    /** The records whose schemas others depend on: those of the topics, and those of the stores. */
    static List<Class<? extends SpecificRecord>> records(TopicCatalogue catalogue) {
        List<Class<? extends SpecificRecord>> records = new ArrayList<>(catalogue.records());
        records.add(JourneyRecord.class);
        records.add(FeedbackRecord.class);
        return records;
    }

    private Map<Path, String> wanted() {
        Map<Path, String> files = new LinkedHashMap<>();
        records(catalogue).forEach(record -> files.put(history.fileOfCurrent(record), SchemaHistory.current(record)));
        files.put(schemas.resolve("topics.md"), TopicTable.markdown(catalogue));
        files.put(schemas.resolve("asyncapi.yaml"), AsyncApi.yaml(catalogue, this::location));
        return files;
    }

    private String location(Class<? extends SpecificRecord> record) {
        String path = schemas.relativize(history.fileOfCurrent(record)).toString();
        return "./" + path.replace('\\', '/');
    }

    private static String content(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    private static void write(Path file, String content) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file + "; is the checkout read-only?", e);
        }
    }
}
