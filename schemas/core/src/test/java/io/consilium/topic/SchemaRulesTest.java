package io.consilium.topic;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.Schema.Field;
import org.apache.avro.Schema.Type;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;

/** What holds for every field of every record. */
class SchemaRulesTest {
    private static final Set<String> SENSITIVITIES = Set.of("PHI", "PSEUDONYM", "NONE");

    /** Longs that are no times. */
    private static final Set<String> COUNTS = Set.of("bytes", "seed", "offset", "deadlineMs");

    /** The method has three roles; a phase that an older version does not know must not be taken for another. */
    private static final Set<String> CLOSED_ENUMS = Set.of("Role", "JourneyPhase");

    @Test
    void everySourceFileIsReachedFromARecordThatIsStored() throws IOException {
        try (Stream<Path> sources = Files.list(Path.of("src/main/avro"))) {
            List<String> names = sources.map(
                            file -> file.getFileName().toString().replace(".avsc", ""))
                    .toList();
            assertThat(types()).containsKeys(names.toArray(String[]::new));
        }
    }

    @Test
    void everyTypeIsDocumented() {
        types().values()
                .forEach(type -> assertThat(type.getDoc()).as(type.getName()).isNotBlank());
    }

    @Test
    void everyFieldIsDocumentedAndSaysHowSensitiveItIs() {
        forEachField((where, field) -> {
            assertThat(field.doc()).as(where + ".doc").isNotBlank();
            assertThat(SENSITIVITIES).as(where + ".sensitivity").contains(String.valueOf(field.getProp("sensitivity")));
        });
    }

    @Test
    void onlyTextAndBytesHoldPatientData() {
        forEachField((where, field) -> {
            if ("PHI".equals(field.getProp("sensitivity"))) {
                assertThat(content(field.schema()).getType()).as(where).isIn(Type.STRING, Type.BYTES);
            }
        });
    }

    @Test
    void pseudonymsAreText() {
        forEachField((where, field) -> {
            if ("PSEUDONYM".equals(field.getProp("sensitivity"))) {
                assertThat(content(field.schema()).getType()).as(where).isEqualTo(Type.STRING);
            }
        });
    }

    @Test
    void timesSayThatTheyAreTimes() {
        forEachField((where, field) -> {
            Schema content = content(field.schema());
            if (content.getType() == Type.LONG && !COUNTS.contains(field.name())) {
                assertThat(content.getLogicalType())
                        .as(where + " (a count? list it here)")
                        .isNotNull();
            }
        });
    }

    @Test
    void enumsCanGrow() {
        types().values().stream()
                .filter(type -> type.getType() == Type.ENUM && !CLOSED_ENUMS.contains(type.getName()))
                .forEach(type -> assertThat(type.getEnumDefault())
                        .as("default of enum " + type.getName() + ", for readers that do not know a new symbol")
                        .isNotNull());
    }

    private static void forEachField(BiConsumer<String, Field> rule) {
        types().values().stream().filter(type -> type.getType() == Type.RECORD).forEach(type -> type.getFields()
                .forEach(field -> rule.accept(type.getName() + "." + field.name(), field)));
    }

    private static Map<String, Schema> types() {
        Map<String, Schema> types = new HashMap<>();
        for (Class<? extends SpecificRecord> record : CatalogueFiles.records(Catalogues.bundled())) {
            collect(SpecificData.get().getSchema(record), types);
        }
        return types;
    }

    private static void collect(Schema schema, Map<String, Schema> types) {
        switch (schema.getType()) {
            case RECORD -> {
                if (types.putIfAbsent(schema.getName(), schema) == null) {
                    schema.getFields().forEach(field -> collect(field.schema(), types));
                }
            }
            case ENUM -> types.put(schema.getName(), schema);
            case ARRAY -> collect(schema.getElementType(), types);
            case MAP -> collect(schema.getValueType(), types);
            case UNION -> schema.getTypes().forEach(type -> collect(type, types));
            default -> {}
        }
    }

    /** What a nullable or repeated field holds. */
    private static Schema content(Schema schema) {
        return switch (schema.getType()) {
            case ARRAY -> content(schema.getElementType());
            case UNION ->
                schema.getTypes().stream()
                        .filter(type -> type.getType() != Type.NULL)
                        .map(SchemaRulesTest::content)
                        .findFirst()
                        .orElseThrow();
            default -> schema;
        };
    }
}
