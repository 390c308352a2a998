package io.consilium.model.doctor;

import static io.consilium.model.doctor.Requests.delivered;
import static org.assertj.core.api.Assertions.assertThat;

import io.consilium.department.DepartmentsFile;
import io.consilium.image.ImageStore;
import io.consilium.model.vlm.GeneratorSettings;
import io.consilium.record.Answer;
import io.consilium.record.Opinion;
import io.consilium.record.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The checkpoints that come with Consilium, asked through the doctors of the bundled departments.yaml. */
class StarterTest {
    private static final Path STARTER = Path.of("../starter");
    private static final Path BIOPSY = Path.of("../../docker/standalone/demo/images/demo-1-00000.png");

    @Test
    void shouldLeadADemoCaseThroughAllThreeRoles(@TempDir Path directory) throws IOException {
        ImageStore images = FakeImages.store(directory);
        String address = images.put("s-1", Files.readAllBytes(BIOPSY));
        DoctorSettings settings = DoctorSettings.of(STARTER, new GeneratorSettings(4, 0, 1));
        try (Doctors doctors = Doctors.open(
                DepartmentsFile.bundled(),
                settings,
                variable -> java.util.Optional.empty(),
                InstantSource.fixed(Requests.NOW),
                new Random(1))) {
            List<Doctor> all = doctors.seeing(images);

            Answer triage = ask(
                            all,
                            about(
                                    address,
                                    Requests.triage()
                                            .setDepartments(
                                                    DepartmentsFile.bundled().names())
                                            .setTemperature(0)))
                    .join();
            List<Answer> opinions = IntStream.rangeClosed(1, 3)
                    .mapToObj(seat -> ask(
                            all,
                            about(
                                    address,
                                    Requests.specialist()
                                            .setDepartment("Pathologist")
                                            .setSeat(seat)
                                            .setSeed(seat))))
                    .toList()
                    .stream()
                    .map(CompletableFuture::join)
                    .toList();
            Opinion[] told = opinions.stream()
                    .map(opinion -> Requests.opinion(
                            opinion.getSeat(), opinion.getAnswer().orElseThrow()))
                    .toArray(Opinion[]::new);
            Answer verdict = ask(all, about(address, Requests.attending(told).setTemperature(0)))
                    .join();

            assertThat(triage.getAnswer()).contains("Pathologist");
            assertThat(opinions)
                    .allSatisfy(opinion -> assertThat(opinion.getFailure()).isEmpty());
            assertThat(opinions).anyMatch(Answer::getFormatOk);
            assertThat(verdict.getAnswer()).contains("yes");
            assertThat(verdict.getModelVersion().orElseThrow()).matches("[0-9a-f]{64}");
            assertThat(doctors.versions().get(0).getVersion())
                    .isEqualTo(triage.getModelVersion().orElseThrow());
        }
    }

    private static CompletableFuture<Answer> ask(List<Doctor> doctors, Request.Builder request) {
        Delivery delivery = delivered(request);
        return doctors.stream()
                .filter(doctor -> doctor.name().equals(delivery.request().getDoctor()))
                .findFirst()
                .orElseThrow()
                .answer(delivery);
    }

    private static Request.Builder about(String address, Request.Builder request) {
        return request.setQuestion("Is there a mitosis cluster in this biopsy slide?")
                .setImages(List.of(Requests.image(address)));
    }
}
