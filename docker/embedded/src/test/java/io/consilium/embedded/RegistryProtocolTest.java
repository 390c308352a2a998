package io.consilium.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.entities.Metadata;
import io.confluent.kafka.schemaregistry.client.rest.entities.SchemaReference;
import io.confluent.kafka.schemaregistry.client.rest.entities.SubjectVersion;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** The registry as the genuine Confluent client sees it. Each call goes through a client that has cached nothing. */
@TestInstance(Lifecycle.PER_CLASS)
class RegistryProtocolTest {
    private static final String ONE_FIELD =
            "{\"type\":\"record\",\"name\":\"R\",\"namespace\":\"x\",\"fields\":[{\"name\":\"a\",\"type\":\"string\"}]}";
    private static final String ONE_FIELD_SPACED =
            "{ \"namespace\":\"x\", \"name\":\"R\", \"type\":\"record\", \"fields\": [ {\"type\":\"string\", \"name\":\"a\"} ] }";
    private static final String ONE_FIELD_OTHER_FORM =
            "{\"type\":\"record\",\"name\":\"x.R\",\"fields\":[{\"name\":\"a\",\"type\":{\"type\":\"string\"}}]}";
    private static final String TWO_FIELDS =
            "{\"type\":\"record\",\"name\":\"R\",\"namespace\":\"x\",\"fields\":[{\"name\":\"a\",\"type\":\"string\"},"
                    + "{\"name\":\"b\",\"type\":[\"null\",\"int\"],\"default\":null}]}";
    private static final String UNFIT =
            "{\"type\":\"record\",\"name\":\"R\",\"namespace\":\"x\",\"fields\":[{\"name\":\"a\",\"type\":\"string\"},"
                    + "{\"name\":\"c\",\"type\":\"long\"}]}";
    private static final String ADDRESS =
            "{\"type\":\"record\",\"name\":\"Addr\",\"namespace\":\"x\",\"fields\":[{\"name\":\"z\",\"type\":\"string\"}]}";
    private static final String USER =
            "{\"type\":\"record\",\"name\":\"User\",\"namespace\":\"x\",\"fields\":[{\"name\":\"addr\",\"type\":\"x.Addr\"}]}";

    private EmbeddedKafka kafka;
    private EmbeddedRegistry registry;

    @BeforeAll
    void start(@TempDir Path directory) {
        kafka = EmbeddedKafka.start(directory, 0);
        registry = EmbeddedRegistry.start(kafka.connection(), 0);
    }

    @AfterAll
    void stop() {
        registry.close();
        kafka.close();
    }

    @AfterEach
    void writable() throws Exception {
        client().setMode("READWRITE");
    }

    @Test
    void startsFullTransitive() throws Exception {
        assertThat(client().getCompatibility(null)).isEqualTo("FULL_TRANSITIVE");
    }

    @Test
    void registersTheSameSchemaOnce() throws Exception {
        int id = client().register("same", new AvroSchema(ONE_FIELD));
        assertThat(client().register("same", new AvroSchema(ONE_FIELD))).isEqualTo(id);
        assertThat(client().register("same", new AvroSchema(ONE_FIELD_SPACED))).isEqualTo(id);
        assertThat(client().register("same", new AvroSchema(ONE_FIELD_OTHER_FORM), true))
                .isEqualTo(id);
        assertThat(client().register("same-elsewhere", new AvroSchema(ONE_FIELD)))
                .isEqualTo(id);
        assertThat(client().getAllVersions("same")).containsExactly(1);
        assertThat(client().getAllSubjectsById(id)).contains("same", "same-elsewhere");
        assertThat(client().getAllVersionsById(id))
                .contains(new SubjectVersion("same", 1), new SubjectVersion("same-elsewhere", 1));
    }

    @Test
    void findsWhatIsRegistered() throws Exception {
        int id = client().register("found", new AvroSchema(ONE_FIELD));
        assertThat(client().getId("found", new AvroSchema(ONE_FIELD))).isEqualTo(id);
        assertThat(client().getId("found", new AvroSchema(ONE_FIELD_OTHER_FORM), true))
                .isEqualTo(id);
        assertThat(client().getVersion("found", new AvroSchema(ONE_FIELD))).isEqualTo(1);
        assertThat(client().getSchemaById(id).canonicalString()).isEqualTo(ONE_FIELD);
        assertThat(client().getSchemaBySubjectAndId("found", id).canonicalString())
                .isEqualTo(ONE_FIELD);
        assertThat(client().getAllSubjects()).contains("found");
        assertThat(client().getAllSubjectsByPrefix("foun")).containsExactly("found");
    }

    @Test
    void saysWhatIsNotThere() throws Exception {
        client().register("there", new AvroSchema(ONE_FIELD));
        refuses(404, 40401, () -> client().getAllVersions("nowhere"));
        refuses(404, 40401, () -> client().getId("nowhere", new AvroSchema(ONE_FIELD)));
        refuses(404, 40403, () -> client().getId("there", new AvroSchema(UNFIT)));
        refuses(404, 40403, () -> client().getSchemaById(99_999));
        refuses(404, 40402, () -> client().getSchemaMetadata("there", 7));
        refuses(404, 40408, () -> client().getCompatibility("there"));
    }

    @Test
    void addsAVersionThatFits() throws Exception {
        client().register("grows", new AvroSchema(ONE_FIELD));
        assertThat(client().testCompatibility("grows", new AvroSchema(TWO_FIELDS)))
                .isTrue();
        int id = client().register("grows", new AvroSchema(TWO_FIELDS));
        assertThat(client().getAllVersions("grows")).containsExactly(1, 2);
        assertThat(client().getLatestSchemaMetadata("grows").getId()).isEqualTo(id);
        assertThat(client().getLatestSchemaMetadata("grows").getVersion()).isEqualTo(2);
        assertThat(client().getByVersion("grows", 1, false).getSchema()).isEqualTo(ONE_FIELD);
    }

    @Test
    void refusesAVersionThatDoesNotFit() throws Exception {
        client().register("strict", new AvroSchema(ONE_FIELD));
        assertThat(client().testCompatibility("strict", new AvroSchema(UNFIT))).isFalse();
        assertThat(client().testCompatibilityVerbose("strict", new AvroSchema(UNFIT)))
                .anySatisfy(reason -> assertThat(reason).contains("READER_FIELD_MISSING_DEFAULT_VALUE"));
        refuses(409, 409, () -> client().register("strict", new AvroSchema(UNFIT)));
        assertThat(client().getAllVersions("strict")).containsExactly(1);
    }

    @Test
    void takesAnythingAtLevelNone() throws Exception {
        client().register("loose", new AvroSchema(ONE_FIELD));
        assertThat(client().updateCompatibility("loose", "NONE")).isEqualTo("NONE");
        assertThat(client().getCompatibility("loose")).isEqualTo("NONE");
        client().register("loose", new AvroSchema(UNFIT));
        client().deleteCompatibility("loose");
        refuses(404, 40408, () -> client().getCompatibility("loose"));
        refuses(422, 42203, () -> client().updateCompatibility("loose", "SOMETIMES"));
    }

    @Test
    void resolvesReferences() throws Exception {
        client().register("addr", new AvroSchema(ADDRESS));
        AvroSchema user = user();
        int id = client().register("user", user);
        assertThat(client().getId("user", user)).isEqualTo(id);
        assertThat(client().getId("user", user, true)).isEqualTo(id);
        AvroSchema read = (AvroSchema) client().getSchemaById(id);
        assertThat(read.references()).isEqualTo(user.references());
        assertThat(read.rawSchema().getField("addr").schema().getFullName()).isEqualTo("x.Addr");
        refuses(422, 42206, () -> client().deleteSubject("addr"));
        refuses(422, 42201, () -> client().register(
                        "user2",
                        new AvroSchema(
                                USER,
                                List.of(new SchemaReference("x.Addr", "absent", 1)),
                                Map.of("x.Addr", ADDRESS),
                                null)));
    }

    @Test
    void keepsMetadata() throws Exception {
        Metadata owner = new Metadata(null, Map.of("owner", "pathology"), null);
        AvroSchema schema = new AvroSchema(ONE_FIELD, List.of(), Map.of(), owner, null, null, false);
        int plain = client().register("meta", new AvroSchema(ONE_FIELD));
        assertThat(client().register("meta", schema)).isNotEqualTo(plain);
        assertThat(client().getLatestSchemaMetadata("meta").getMetadata()).isEqualTo(owner);
    }

    @Test
    void deletesSoftlyThenForGood() throws Exception {
        int id = client().register("gone", new AvroSchema(ONE_FIELD));
        int second = client().register("gone", new AvroSchema(TWO_FIELDS));
        refuses(404, 40405, () -> client().deleteSubject("gone", true));
        assertThat(client().deleteSubject("gone")).containsExactly(1, 2);
        refuses(404, 40404, () -> client().deleteSubject("gone"));
        assertThat(client().getAllSubjects()).doesNotContain("gone");
        assertThat(client().getAllSubjects(true)).contains("gone");
        assertThat(client().getSchemaById(second).canonicalString()).isEqualTo(TWO_FIELDS);
        assertThat(client().register("gone", new AvroSchema(ONE_FIELD))).isEqualTo(id);
        assertThat(client().getAllVersions("gone")).containsExactly(3);
        client().deleteSubject("gone");
        assertThat(client().deleteSubject("gone", true)).containsExactly(1, 2, 3);
        refuses(404, 40401, () -> client().deleteSubject("gone"));
        assertThat(client().getAllSubjects(true)).doesNotContain("gone");
    }

    @Test
    void deletesOneVersion() throws Exception {
        client().register("shrinks", new AvroSchema(ONE_FIELD));
        client().register("shrinks", new AvroSchema(TWO_FIELDS));
        refuses(404, 40407, () -> client().deleteSchemaVersion("shrinks", "1", true));
        assertThat(client().deleteSchemaVersion("shrinks", "1")).isEqualTo(1);
        refuses(404, 40406, () -> client().deleteSchemaVersion("shrinks", "1"));
        assertThat(client().getAllVersions("shrinks")).containsExactly(2);
        assertThat(client().deleteSchemaVersion("shrinks", "1", true)).isEqualTo(1);
        assertThat(client().deleteSchemaVersion("shrinks", "2")).isEqualTo(2);
    }

    @Test
    void keepsToItsMode() throws Exception {
        assertThat(client().getMode()).isEqualTo("READWRITE");
        assertThat(client().setMode("READONLY")).isEqualTo("READONLY");
        refuses(422, 42205, () -> client().register("still", new AvroSchema(ONE_FIELD)));
        refuses(422, 42205, () -> client().updateCompatibility("still", "NONE"));
        client().setMode("READWRITE");
        client().register("still", new AvroSchema(ONE_FIELD));
        refuses(404, 40409, () -> client().getMode("still"));
        refuses(422, 42204, () -> client().setMode("SIDEWAYS"));
    }

    @Test
    void importsUnderGivenIds() throws Exception {
        refuses(422, 42205, () -> client().register("imported", new AvroSchema(ONE_FIELD), 1, 500));
        client().setMode("IMPORT", "imported");
        assertThat(client().register("imported", new AvroSchema(UNFIT), 3, 500)).isEqualTo(500);
        assertThat(client().getSchemaMetadata("imported", 3).getId()).isEqualTo(500);
        refuses(422, 42205, () -> client().register("imported", new AvroSchema(ONE_FIELD), 4, 500));
        refuses(422, 42205, () -> client().register("imported", new AvroSchema(ONE_FIELD)));
        assertThat(client().register("after-import", new AvroSchema(ADDRESS))).isNotEqualTo(500);
        refuses(422, 42205, () -> client().setMode("IMPORT", "after-import"));
    }

    private AvroSchema user() {
        List<SchemaReference> references = List.of(new SchemaReference("x.Addr", "addr", 1));
        return new AvroSchema(USER, references, Map.of("x.Addr", ADDRESS), null);
    }

    private SchemaRegistryClient client() {
        return new CachedSchemaRegistryClient(registry.url(), 100);
    }

    private static void refuses(int status, int code, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(RestClientException.class, refusal -> {
            assertThat(refusal.getErrorCode()).isEqualTo(code);
            assertThat(refusal.getStatus()).isEqualTo(status);
        });
    }
}
