package io.consilium.topic;

import static org.assertj.core.api.Assertions.assertThat;

import io.confluent.kafka.schemaregistry.CompatibilityChecker;
import io.confluent.kafka.schemaregistry.ParsedSchema;
import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.consilium.record.Case;
import io.consilium.record.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SchemaHistoryTest {
    private static final SchemaHistory HISTORY = new SchemaHistory(Path.of("src/main/avro-history"));

    static List<Class<? extends SpecificRecord>> records() {
        return CatalogueFiles.records(Catalogues.bundled());
    }

    @ParameterizedTest
    @MethodSource("records")
    void endsWithTheSchemaThatTheCodeHas(Class<? extends SpecificRecord> record) {
        List<String> versions = HISTORY.versions(record);
        assertThat(versions).isNotEmpty();
        assertThat(versions.get(versions.size() - 1))
                .as(
                        "The schema of %s was changed. Keep the new version: ./consilium topics --write",
                        record.getSimpleName())
                .isEqualTo(SchemaHistory.current(record));
    }

    @ParameterizedTest
    @MethodSource("records")
    void everyVersionReadsWhatEveryOtherWrites(Class<? extends SpecificRecord> record) {
        List<ParsedSchema> earlier = new ArrayList<>();
        for (String version : HISTORY.versions(record)) {
            AvroSchema schema = new AvroSchema(version);
            assertThat(CompatibilityChecker.FULL_TRANSITIVE_CHECKER.isCompatible(schema, earlier))
                    .as("version %d of %s", earlier.size() + 1, record.getSimpleName())
                    .isEmpty();
            earlier.add(schema);
        }
    }

    @Test
    void noticesANewSymbolThatOlderReadersCannotTake() {
        String today = SchemaHistory.current(Verdict.class);
        String withStatus = today.replace("\"SUPERSEDED\"", "\"SUPERSEDED\", \"POSTPONED\"");
        String withRole = today.replace("\"ATTENDING\"", "\"ATTENDING\", \"PHARMACIST\"");
        assertThat(withStatus).isNotEqualTo(today);
        assertThat(withRole).isNotEqualTo(today);
        assertThat(incompatibilities(today, withStatus)).isEmpty();
        assertThat(incompatibilities(today, withRole)).isNotEmpty();
    }

    @Test
    void givesAChangedSchemaTheNextVersion(@TempDir Path directory) throws IOException {
        SchemaHistory history = new SchemaHistory(directory);
        assertThat(history.fileOfCurrent(Case.class)).isEqualTo(directory.resolve("Case/v1.avsc"));
        Files.createDirectories(directory.resolve("Case"));
        Files.writeString(directory.resolve("Case/v1.avsc"), "{\"older\": true}");
        assertThat(history.fileOfCurrent(Case.class)).isEqualTo(directory.resolve("Case/v2.avsc"));
        Files.writeString(directory.resolve("Case/v2.avsc"), SchemaHistory.current(Case.class));
        assertThat(history.fileOfCurrent(Case.class)).isEqualTo(directory.resolve("Case/v2.avsc"));
    }

    @Test
    void saysNothingOfJava() {
        assertThat(SchemaHistory.current(Case.class))
                .doesNotContain("java")
                .contains("sensitivity")
                .contains("\"doc\"");
    }

    private static List<String> incompatibilities(String earlier, String later) {
        return CompatibilityChecker.FULL_TRANSITIVE_CHECKER.isCompatible(
                new AvroSchema(later), List.of(new AvroSchema(earlier)));
    }
}
