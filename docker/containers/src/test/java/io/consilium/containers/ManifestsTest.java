package io.consilium.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.kubernetes.client.openapi.JSON;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1Job;
import io.kubernetes.client.openapi.models.V1Namespace;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V1StatefulSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;

/** Holds the Kubernetes manifests against the types of Kubernetes' API: an unknown or misplaced field is an error. */
class ManifestsTest {
    private static final Path MANIFESTS = Path.of("../kubernetes");

    private static final Map<String, Check> KINDS = Map.of(
            "Namespace", V1Namespace::validateJsonElement,
            "ConfigMap", V1ConfigMap::validateJsonElement,
            "Service", V1Service::validateJsonElement,
            "Job", V1Job::validateJsonElement,
            "Deployment", V1Deployment::validateJsonElement,
            "StatefulSet", V1StatefulSet::validateJsonElement,
            "PodDisruptionBudget", V1PodDisruptionBudget::validateJsonElement);

    private interface Check {
        void check(JsonElement manifest) throws IOException;
    }

    @BeforeAll
    static void registerTypes() {
        assertThat(new JSON()).isNotNull();
    }

    static List<Path> manifests() throws IOException {
        try (Stream<Path> files = Files.list(MANIFESTS)) {
            return files.filter(file -> file.toString().endsWith(".yaml")).toList();
        }
    }

    @ParameterizedTest
    @MethodSource("manifests")
    void shouldHaveOnlyFieldsThatKubernetesKnows(Path file) throws IOException {
        check(Files.readString(file));
    }

    @ParameterizedTest
    @MethodSource("manifests")
    void shouldRunEverythingAsNobodyOnAFileSystemThatIsReadOnly(Path file) throws IOException {
        for (JsonObject manifest : read(Files.readString(file))) {
            JsonObject spec = manifest.has("spec") ? manifest.getAsJsonObject("spec") : new JsonObject();
            if (!spec.has("template")) {
                continue;
            }
            JsonObject pod = spec.getAsJsonObject("template").getAsJsonObject("spec");
            assertThat(pod.getAsJsonObject("securityContext")
                            .get("runAsNonRoot")
                            .getAsBoolean())
                    .isTrue();
            pod.getAsJsonArray("containers").forEach(container -> {
                JsonObject own = container.getAsJsonObject();
                assertThat(own.getAsJsonObject("securityContext")
                                .get("readOnlyRootFilesystem")
                                .getAsBoolean())
                        .isTrue();
                assertThat(own.getAsJsonObject("resources").has("limits")).isTrue();
            });
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"readinessProbe", "replicas", "readOnlyRootFilesystem", "secretName"})
    void shouldRefuseAFieldThatIsMisspelt(String field) throws IOException {
        String worker = Files.readString(MANIFESTS.resolve("worker.yaml"));
        assertThatThrownBy(() -> check(worker.replace(field + ":", field + "s:")))
                .hasMessageContaining(field + "s");
    }

    private static void check(String text) throws IOException {
        for (JsonObject manifest : read(text)) {
            String kind = manifest.get("kind").getAsString();
            assertThat(KINDS).containsKey(kind);
            KINDS.get(kind).check(manifest);
        }
    }

    private static List<JsonObject> read(String text) {
        LoaderOptions strict = new LoaderOptions();
        strict.setAllowDuplicateKeys(false);
        List<JsonObject> manifests = new ArrayList<>();
        for (Object document : new Yaml(strict).loadAll(text)) {
            manifests.add(new Gson().toJsonTree(document).getAsJsonObject());
        }
        return manifests;
    }
}
