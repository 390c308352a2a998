package io.consilium.trainer.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consilium.image.Picture;
import io.consilium.model.doctor.Matter;
import io.consilium.model.doctor.Prompt;
import io.consilium.model.doctor.PromptBook;
import io.consilium.model.vlm.ChatPrompt;
import io.consilium.problem.ConfigurationException;
import io.consilium.record.Role;
import io.consilium.record.SampleSplit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TasksTest {
    private static final List<String> DEPARTMENTS = List.of("radiology", "dermatology");
    private static final PromptBook BOOK = PromptBook.bundled();

    @TempDir
    Path directory;

    private static List<Task> tasks(Role role, Sample... samples) {
        return new Tasks(BOOK, DEPARTMENTS).of(List.of(samples), role);
    }

    private Path picture() throws IOException {
        return Files.write(directory.resolve("a.png"), Png.of(new Picture(3, 2, new byte[18])));
    }

    private Sample whole() throws IOException {
        return Samples.of("c1")
                .history("cough")
                .department("radiology")
                .picture(picture())
                .opinion("no")
                .opinion("")
                .opinion("yes")
                .sample();
    }

    private static Prompt heard(Role role, String department, SortedMap<Integer, String> opinions) {
        return BOOK.render(
                role,
                new Matter("Is there a nodule?", "cough", department, DEPARTMENTS, List.of("yes", "no"), opinions, 1));
    }

    @Test
    void shouldTellTheAttendingNoOpinionWhereNoneIsToBeHeard() throws IOException {
        Task task = new Tasks(BOOK, DEPARTMENTS)
                .withoutOpinions()
                .of(List.of(whole()), Role.ATTENDING)
                .get(0);
        assertSays(task, heard(Role.ATTENDING, "", new TreeMap<>()));
        assertThat(task.difficulty()).isEqualTo(whole().difficulty());
    }

    private static void assertSays(Task task, Prompt prompt) {
        List<ChatPrompt.Message> messages = task.prompt().messages();
        assertThat(messages.get(0)).isEqualTo(ChatPrompt.Message.text("system", prompt.system()));
        assertThat(messages.get(1).parts()).hasSize(2).last().isEqualTo(new ChatPrompt.Part.Text(prompt.user()));
        assertThat(messages.get(1).parts().get(0))
                .isInstanceOfSatisfying(
                        ChatPrompt.Part.Image.class,
                        image -> assertThat(image.picture().width()).isEqualTo(3));
    }

    @Test
    void shouldAskTheAttendingPhysicianAsInService() throws IOException {
        Task task = tasks(Role.ATTENDING, whole()).get(0);
        assertSays(task, heard(Role.ATTENDING, "", new TreeMap<>(Map.of(1, "no", 3, "yes"))));
        assertThat(task.id()).isEqualTo("c1");
        assertThat(task.role()).isEqualTo(Role.ATTENDING);
        assertThat(task.truth()).isEqualTo("yes");
        assertThat(task.options()).containsExactly("yes", "no");
        assertThat(task.department()).contains("radiology");
        assertThat(task.difficulty()).contains(Difficulty.MEDIUM);
        assertThat(task.reasoning()).contains("because");
        assertThat(task.isRight("A")).isTrue();
        assertThat(task.isRight("no")).isFalse();
    }

    @Test
    void shouldAskTheTriageDoctorForTheDepartment() throws IOException {
        Task task = tasks(Role.TRIAGE, whole()).get(0);
        assertSays(task, heard(Role.TRIAGE, "", new TreeMap<>()));
        assertThat(task.truth()).isEqualTo("radiology");
        assertThat(task.options()).isEqualTo(DEPARTMENTS);
        assertThat(task.difficulty()).isEmpty();
    }

    @Test
    void shouldAskASpecialistOfTheCasesDepartment() throws IOException {
        Task task = tasks(Role.SPECIALIST, whole()).get(0);
        assertSays(task, heard(Role.SPECIALIST, "radiology", new TreeMap<>()));
        assertThat(task.truth()).isEqualTo("yes");
        assertThat(task.difficulty()).isEmpty();
    }

    @Test
    void shouldLeaveOutWhatTheServiceWroteForOtherRoles() {
        Sample alone = Samples.of("c1").split(SampleSplit.TRAINING).sample();
        assertThat(tasks(Role.ATTENDING, alone)).isEmpty();
        assertThat(tasks(Role.TRIAGE, alone)).isEmpty();
    }

    @Test
    void shouldRefuseWhatAnAttendingPhysicianCannotWeigh() {
        assertThatThrownBy(() -> tasks(
                        Role.ATTENDING,
                        Samples.of("good").opinion("").sample(),
                        Samples.of("bad").sample()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("sample bad", "opinions")
                .hasMessageNotContaining("good");
    }

    @Test
    void shouldRefuseAnUnknownDepartment() {
        assertThatThrownBy(() -> tasks(
                        Role.TRIAGE,
                        Samples.of("c1").department("astrology").sample(),
                        Samples.of("c2").sample()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("sample c1", "astrology", "[radiology, dermatology]", "sample c2", "(none)");
        assertThatThrownBy(() -> tasks(Role.SPECIALIST, Samples.of("c1").sample()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("sample c1", "no department");
    }

    @Test
    void shouldNameSamplesWhosePictureCannotBeUsed() throws IOException {
        Path broken = Files.write(directory.resolve("broken.png"), new byte[] {1, 2, 3});
        assertThatThrownBy(() -> tasks(
                        Role.ATTENDING,
                        Samples.of("c1")
                                .opinion("yes")
                                .picture(directory.resolve("gone.png"))
                                .sample(),
                        Samples.of("c2").opinion("yes").picture(broken).sample()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("sample c1: its picture cannot be used", "gone.png", "sample c2: its picture");
    }

    @Test
    void shouldCountTheProblemsThatItDoesNotShow() {
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            samples.add(Samples.of("c" + i).sample());
        }
        assertThatThrownBy(() -> tasks(Role.ATTENDING, samples.toArray(Sample[]::new)))
                .hasMessageContainingAll("sample c4", "and 4 more")
                .hasMessageNotContaining("sample c5");
    }
}
