package io.consilium.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.consilium.standalone.service.Home;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** The README tells who may do what as the catalogue has it now. */
class AccessTableTest {
    @Test
    void shouldStandInTheReadmeAsItIsPrinted() throws IOException {
        String readme = Files.readString(Home.find().directory().resolve("README.md"));
        assertThat(readme)
                .as("the table in 'Access and dead letters' is not that of 'consilium topics --access'")
                .contains(Shell.run("topics", "--access").out().strip());
    }
}
