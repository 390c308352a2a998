package io.consilium.topic;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogueFilesTest {
    private static final Path CHECKOUT = Path.of("../..");

    @Test
    void areCurrentInThisCheckout() {
        assertThat(CatalogueFiles.in(CHECKOUT).stale())
                .as("Topics or schemas were changed. Make these files anew: ./consilium topics --write")
                .isEmpty();
    }

    @Test
    void areWrittenWhereTheyAreStaleOnly(@TempDir Path checkout) throws IOException {
        CatalogueFiles files = CatalogueFiles.in(checkout);
        List<Path> written = files.write();
        assertThat(written).contains(checkout.resolve("schemas/topics.md"), checkout.resolve("schemas/asyncapi.yaml"));
        assertThat(files.stale()).isEmpty();
        assertThat(files.write()).isEmpty();
        Files.writeString(checkout.resolve("schemas/topics.md"), "edited by hand");
        assertThat(files.write()).containsExactly(checkout.resolve("schemas/topics.md"));
    }

    @Test
    void listEveryTopicOnce() throws IOException {
        List<String> lines = Files.readAllLines(CHECKOUT.resolve("schemas/topics.md"));
        for (Topic topic : Catalogues.bundled().topics()) {
            assertThat(lines)
                    .filteredOn(line -> line.startsWith("| `" + topic.name() + "` |"))
                    .hasSize(1);
        }
    }

    @Test
    void pointAtThingsThatAreThere() throws IOException {
        Path file = CHECKOUT.resolve("schemas/asyncapi.yaml");
        JsonNode document = new ObjectMapper(new YAMLFactory()).readTree(Files.readString(file));
        assertThat(document.path("asyncapi").asText()).isEqualTo("3.0.0");
        assertThat(document.path("channels"))
                .hasSize(Catalogues.bundled().topics().size());
        List<String> references = document.findValuesAsText("$ref");
        assertThat(references).isNotEmpty();
        for (String reference : references) {
            if (reference.startsWith("#")) {
                assertThat(document.at(reference.substring(1)).isMissingNode())
                        .as(reference)
                        .isFalse();
            } else {
                assertThat(file.resolveSibling(reference)).exists();
            }
        }
    }
}
