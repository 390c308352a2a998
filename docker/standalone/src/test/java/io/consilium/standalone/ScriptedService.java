package io.consilium.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.consilium.serde.RecordSerdes;
import io.consilium.standalone.service.Endpoints;
import io.consilium.standalone.service.Service;
import io.consilium.standalone.service.ServiceSettings;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** The service on its embedded broker with doctors that play their parts, used through the commands of its users. */
final class ScriptedService implements AutoCloseable {
    private final Path directory;
    private final Service service;

    /** @param directory for the service's data and the files of cases */
    ScriptedService(Path directory) throws IOException {
        this.directory = directory;
        this.service = Service.start(ServiceSettings.bundled(data()), new ScriptedStaff());
        ImageIO.write(
                new BufferedImage(32, 32, BufferedImage.TYPE_INT_RGB),
                "png",
                directory.resolve("p.png").toFile());
    }

    Path data() {
        return directory.resolve("data");
    }

    Endpoints endpoints() {
        return service.endpoints();
    }

    RecordSerdes serdes() {
        return service.serdes();
    }

    Shell.Result run(String... command) {
        return Shell.run(service.endpoints(), command);
    }

    /** Waits for what becomes of each case. */
    Shell.Result submit(String lines) throws IOException {
        return run("submit", write(lines).toString(), "--wait", "--json", "--patience", "30");
    }

    Path write(String lines) throws IOException {
        return Files.writeString(Files.createTempFile(directory, "cases", ".jsonl"), lines);
    }

    /** One with a picture, answered by "left" or "right". */
    static String caseOf(String id, String question) {
        return "{\"case_id\": \"" + id + "\", \"subject\": \"s-1\", \"question\": \"" + question
                + "\", \"options\": [\"left\",\"right\"], \"images\": [\"p.png\"]}";
    }

    static JsonNode only(Shell.Result result) {
        assertThat(result.json()).as(result.err()).hasSize(1);
        return result.json().get(0);
    }

    @Override
    public void close() {
        service.close();
    }
}
