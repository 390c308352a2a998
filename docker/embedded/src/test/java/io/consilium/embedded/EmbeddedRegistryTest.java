package io.consilium.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.confluent.kafka.schemaregistry.CompatibilityLevel;
import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.consilium.problem.FatalException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedRegistryTest {
    @TempDir
    Path directory;

    @Test
    void knowsEverythingAgainAfterARestart() throws Exception {
        int kept;
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory, 0)) {
            try (EmbeddedRegistry registry = EmbeddedRegistry.start(kafka.connection(), 0)) {
                SchemaRegistryClient client = client(registry);
                kept = client.register("kept", record("a"));
                client.register("gone", record("b"));
                client.deleteSubject("gone");
                client.updateCompatibility("kept", "BACKWARD");
                client.updateCompatibility(null, "FULL");
                client.setMode("READONLY", "kept");
            }
        }
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory, 0);
                EmbeddedRegistry registry = EmbeddedRegistry.start(kafka.connection(), 0, CompatibilityLevel.NONE)) {
            SchemaRegistryClient client = client(registry);
            assertThat(client.getId("kept", record("a"))).isEqualTo(kept);
            assertThat(client.getAllSubjects()).containsExactly("kept");
            assertThat(client.getAllSubjects(true)).containsExactly("gone", "kept");
            assertThat(client.getCompatibility("kept")).isEqualTo("BACKWARD");
            assertThat(client.getCompatibility(null)).isEqualTo("FULL");
            assertThat(client.getMode("kept")).isEqualTo("READONLY");
            assertThat(client.register("new", record("c"))).isEqualTo(kept + 2);
        }
    }

    @Test
    void writesTheTopicAsConfluentDoes() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory, 0);
                EmbeddedRegistry registry = EmbeddedRegistry.start(kafka.connection(), 0)) {
            SchemaRegistryClient client = client(registry);
            client.register("s", new AvroSchema("\"string\""));
            client.deleteSubject("s");
            client.deleteSubject("s", true);
            assertThat(new KafkaClients(kafka.bootstrap()).records("_schemas"))
                    .containsExactly(
                            "{\"keytype\":\"CONFIG\",\"subject\":null,\"magic\":0}={\"compatibilityLevel\":\"FULL_TRANSITIVE\"}",
                            "{\"keytype\":\"SCHEMA\",\"subject\":\"s\",\"version\":1,\"magic\":1}="
                                    + "{\"subject\":\"s\",\"version\":1,\"id\":1,\"schema\":\"\\\"string\\\"\",\"deleted\":false}",
                            "{\"keytype\":\"DELETE_SUBJECT\",\"subject\":\"s\",\"magic\":0}={\"subject\":\"s\",\"version\":1}",
                            "{\"keytype\":\"SCHEMA\",\"subject\":\"s\",\"version\":1,\"magic\":1}=null",
                            "{\"keytype\":\"DELETE_SUBJECT\",\"subject\":\"s\",\"magic\":0}=null",
                            "{\"keytype\":\"CONFIG\",\"subject\":\"s\",\"magic\":0}=null",
                            "{\"keytype\":\"MODE\",\"subject\":\"s\",\"magic\":0}=null");
        }
    }

    @Test
    void readsWhatAGenuineRegistryWrote() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory, 0)) {
            EmbeddedRegistry.start(kafka.connection(), 0).close();
            KafkaClients clients = new KafkaClients(kafka.bootstrap());
            clients.sendKeyed("_schemas", "{\"keytype\":\"NOOP\",\"magic\":0}", null);
            clients.sendKeyed(
                    "_schemas",
                    "{\"keytype\":\"SCHEMA\",\"subject\":\"theirs\",\"version\":1,\"magic\":1}",
                    "{\"subject\":\"theirs\",\"version\":1,\"id\":41,\"md5\":\"mhEe2Q0RV4cYZD1vKZIE9g==\","
                            + "\"schema\":\"\\\"string\\\"\",\"deleted\":false,\"ts\":1735689600000}");
            try (EmbeddedRegistry registry = EmbeddedRegistry.start(kafka.connection(), 0)) {
                SchemaRegistryClient client = client(registry);
                assertThat(client.getId("theirs", new AvroSchema("\"string\""))).isEqualTo(41);
                assertThat(client.register("ours", record("a"))).isEqualTo(42);
            }
        }
    }

    @Test
    void noticesWhenSomebodyElseWrites() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory, 0);
                EmbeddedRegistry registry = EmbeddedRegistry.start(kafka.connection(), 0)) {
            new KafkaClients(kafka.bootstrap())
                    .sendKeyed(
                            "_schemas",
                            "{\"keytype\":\"CONFIG\",\"subject\":\"other\",\"magic\":0}",
                            "{\"compatibilityLevel\":\"NONE\"}");
            client(registry).register("own", record("a"));
            assertThat(client(registry).getCompatibility("other")).isEqualTo("NONE");
        }
    }

    @Test
    void givesOneIdToConcurrentRegistrations() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory, 0);
                EmbeddedRegistry registry = EmbeddedRegistry.start(kafka.connection(), 0)) {
            ExecutorService callers = Executors.newFixedThreadPool(8);
            try {
                List<Callable<Integer>> calls = new ArrayList<>();
                for (int i = 0; i < 40; i++) {
                    String subject = "subject-" + i % 4;
                    calls.add(() -> client(registry).register(subject, record("a")));
                }
                for (Future<Integer> id : callers.invokeAll(calls)) {
                    assertThat(id.get()).isEqualTo(1);
                }
            } finally {
                callers.shutdownNow();
            }
            assertThat(client(registry).getAllVersions("subject-0")).containsExactly(1);
        }
    }

    @Test
    void saysWhatIsWrongWithARequest() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory, 0);
                EmbeddedRegistry registry = EmbeddedRegistry.start(kafka.connection(), 0)) {
            assertThat(send(registry, "GET", "/nothing", ""))
                    .startsWith("404 {")
                    .contains("\"error_code\":404");
            assertThat(send(registry, "PUT", "/subjects", "{}")).startsWith("405 {");
            assertThat(send(registry, "POST", "/subjects/s/versions", "{")).startsWith("400 {");
            assertThat(send(registry, "POST", "/subjects/s/versions", "{\"schema\":\"{}\"}"))
                    .contains("42201");
            assertThat(send(registry, "POST", "/subjects/s/versions", "{\"schemaType\":\"JSON\",\"schema\":\"{}\"}"))
                    .contains("42201");
            assertThat(send(registry, "GET", "/schemas/ids/x", "")).startsWith("400 {");
            assertThat(send(registry, "GET", "/schemas/types", "")).isEqualTo("200 [\"AVRO\"]");
        }
    }

    @Test
    void answersAnErrorWhenTheBrokerIsGone() throws Exception {
        EmbeddedKafka kafka = EmbeddedKafka.start(directory, 0);
        try (EmbeddedRegistry registry = EmbeddedRegistry.start(kafka.connection(), 0)) {
            client(registry).register("s", record("a"));
            kafka.close();
            assertThatThrownBy(() -> client(registry).register("t", record("b")))
                    .isInstanceOfSatisfying(RestClientException.class, refusal -> assertThat(refusal.getErrorCode())
                            .isEqualTo(50001));
            assertThat(client(registry).getAllVersions("s")).containsExactly(1);
        }
    }

    @Test
    void saysWhenThePortIsTaken() throws IOException {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory, 0);
                ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            assertThatThrownBy(() -> EmbeddedRegistry.start(kafka.connection(), other.getLocalPort()))
                    .isInstanceOf(FatalException.class)
                    .hasMessageContaining("Port " + other.getLocalPort() + " is taken");
        }
    }

    private static String send(EmbeddedRegistry registry, String method, String path, String body)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(registry.url() + path))
                .method(method, BodyPublishers.ofString(body))
                .build();
        var answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
        return answer.statusCode() + " " + answer.body();
    }

    private static AvroSchema record(String field) {
        return new AvroSchema("{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"" + field
                + "\",\"type\":\"string\",\"default\":\"\"}]}");
    }

    private static SchemaRegistryClient client(EmbeddedRegistry registry) {
        return new CachedSchemaRegistryClient(registry.url(), 100);
    }
}
