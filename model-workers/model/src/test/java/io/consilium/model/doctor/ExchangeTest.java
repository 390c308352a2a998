package io.consilium.model.doctor;

import static io.consilium.model.doctor.Requests.delivered;
import static org.assertj.core.api.Assertions.assertThat;

import io.consilium.department.DepartmentsFile;
import io.consilium.model.tensor.Torch;
import io.consilium.model.vlm.GeneratorSettings;
import io.consilium.model.vlm.RandomCheckpoint;
import io.consilium.model.weights.DirectoryWeightsStore;
import io.consilium.record.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The starter checkpoints and others beside them, loaded, tried and freed with their native memory. */
class ExchangeTest {
    private static final Path STARTER = Path.of("../starter");

    @TempDir
    Path directory;

    @Test
    void shouldLoadAVersionBesideAnotherAndFreeItsMemory() throws IOException {
        DirectoryWeightsStore store = new DirectoryWeightsStore(directory.resolve("models"));
        String specialist = store.put(STARTER.resolve("specialist"));
        String generalist = store.put(STARTER.resolve("generalist"));
        doctors(store).close(); // what the engine itself keeps is there from now on
        long before = Torch.owned();
        try (Doctors doctors = doctors(store)) {
            doctors.keepOnly(Set.of(generalist));
            long one = Torch.owned();
            assertThat(one).isGreaterThan(before);

            assertThat(doctors.prepare("specialist", specialist)).isEmpty();
            long both = Torch.owned();
            assertThat(both).isGreaterThan(one);
            assertThat(answer(doctors, specialist).getModelVersion()).contains(specialist);

            doctors.keepOnly(Set.of(generalist));
            assertThat(Torch.owned()).isEqualTo(one);
            doctors.keepOnly(Set.of());
            assertThat(Torch.owned()).isEqualTo(before);

            assertThat(answer(doctors, specialist).getFailure()).isEmpty();
        }
        assertThat(Torch.owned()).isEqualTo(before);
    }

    @Test
    void shouldSayWhyAVersionCannotServe() throws IOException {
        DirectoryWeightsStore store = new DirectoryWeightsStore(directory.resolve("models"));
        String noise = store.put(noise(1));
        String damaged = store.put(noise(2));
        Files.write(store.find(damaged).orElseThrow().resolve("model.safetensors"), new byte[] {1, 2, 3});
        String changed = store.put(noise(3));
        Files.copy(
                noise(4).resolve("model.safetensors"),
                store.find(changed).orElseThrow().resolve("model.safetensors"),
                StandardCopyOption.REPLACE_EXISTING);
        try (Doctors doctors = doctors(store)) {
            Set<String> good = Set.of(
                    doctors.versions().get(0).getVersion(),
                    doctors.versions().get(2).getVersion());
            doctors.prepare("attending", noise);
            doctors.keepOnly(good);
            long before = Torch.owned();

            assertThat(doctors.prepare("attending", noise).orElseThrow()).contains("out of format as ATTENDING");
            assertThat(doctors.prepare("attending", damaged).orElseThrow()).contains("cannot be loaded", damaged);
            assertThat(doctors.prepare("attending", changed).orElseThrow()).contains("damaged or changed", changed);
            assertThat(doctors.prepare("attending", "f".repeat(64)).orElseThrow())
                    .contains("No checkpoint");
            assertThat(doctors.prepare("nobody", noise).orElseThrow()).contains("departments.yaml");

            doctors.keepOnly(good);
            assertThat(Torch.owned()).isEqualTo(before);
        }
    }

    private Path noise(long seed) {
        Path checkpoint = directory.resolve("noise-" + seed);
        Path starter = STARTER.resolve("generalist");
        RandomCheckpoint.write(starter.resolve("config.json"), checkpoint, Optional.of(starter), seed);
        return checkpoint;
    }

    private Answer answer(Doctors doctors, String version) throws IOException {
        Doctor doctor = doctors.seeing(FakeImages.store(directory.resolve("images"))).stream()
                .filter(one -> one.name().equals("specialist"))
                .findFirst()
                .orElseThrow();
        return doctor.answer(delivered(Requests.specialist().setModelVersion(version)))
                .join();
    }

    private static Doctors doctors(DirectoryWeightsStore store) {
        return Doctors.open(
                DepartmentsFile.bundled(),
                DoctorSettings.of(STARTER, store, new GeneratorSettings(2, 0, 1)),
                variable -> Optional.empty(),
                InstantSource.fixed(Requests.NOW),
                new Random(1));
    }
}
