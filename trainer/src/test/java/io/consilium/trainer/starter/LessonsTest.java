package io.consilium.trainer.starter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.consilium.model.doctor.Reply;
import io.consilium.model.vlm.ChatPrompt.Part;
import io.consilium.problem.ConfigurationException;
import io.consilium.trainer.phantom.Asked;
import io.consilium.trainer.phantom.Kind;
import io.consilium.trainer.phantom.Look;
import io.consilium.trainer.phantom.Phantom;
import io.consilium.trainer.phantom.PhantomAlbum;
import io.consilium.trainer.phantom.Question;
import io.consilium.trainer.phantom.Side;
import io.consilium.trainer.phantom.Size;
import io.consilium.trainer.phantom.Truth;
import io.consilium.trainer.sft.Example;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The examples that a starter learns from. */
class LessonsTest {
    private static final List<Phantom> PHANTOMS = List.copyOf(new PhantomAlbum(1, 70, Look.STANDARD));
    private static final Truth TWO = new Truth(Kind.RADIOLOGIST, 2, Size.LARGE, Side.LEFT);
    private static final Asked COUNT = Question.COUNT.about(TWO).orElseThrow();
    private static final String REPLY = "\nThink first, then reply as <think>...</think><answer>one option</answer>";

    private final LessonBook book = new LessonBook();

    @Test
    void shouldTeachTriageInItsOwnWords() {
        Lesson lesson = book.triage(TWO, COUNT);

        assertThat(lesson.system()).startsWith("You are the triage doctor.");
        assertThat(lesson.user())
                .isEqualTo(
                        "How many nodule sites does this chest radiograph show?\nDepartments: Pathologist, Radiologist,"
                                + " Surgeon, Oncologist, Endocrinologist, Ophthalmologist, Dermatologist\n"
                                + "Think first, then reply as <think>...</think><answer>one department</answer>");
        assertThat(lesson.reply()).isEqualTo("<think>a chest radiograph</think><answer>Radiologist</answer>");
    }

    @Test
    void shouldTeachSpecialistsToLook() {
        Lesson lesson = book.specialist(TWO, COUNT);

        assertThat(lesson.system()).isEqualTo("You are a Radiologist. Give your opinion on this case.");
        assertThat(lesson.user())
                .isEqualTo("How many nodule sites does this chest radiograph show?\n"
                        + "Options: none, one, two, three, four" + REPLY);
        assertThat(lesson.reply()).isEqualTo("<think>two large nodule on the left</think><answer>two</answer>");
    }

    @Test
    void shouldTeachTheAttendingPhysicianToWeighOpinions() {
        Lesson follows = book.following(TWO, COUNT, seated("three", "two", "three"));
        Lesson looks = book.looking(TWO, COUNT, seated("three", "two", "three"));

        assertThat(follows.system()).startsWith("You are the attending physician.");
        assertThat(follows.user())
                .contains("Options: none, one, two, three, four\nOpinions:\n1. three\n2. two\n3. three" + REPLY);
        assertThat(follows.reply()).isEqualTo("<think>most opinions say three</think><answer>three</answer>");
        assertThat(looks.user()).isEqualTo(follows.user());
        assertThat(looks.reply()).isEqualTo("<think>two large nodule on the left</think><answer>two</answer>");
    }

    @Test
    void shouldFollowAllOrMostOrTheFirst() {
        assertThat(Consensus.of(List.of("left", "left", "left")))
                .isEqualTo(new Consensus("the opinions agree on left", "left"));
        assertThat(Consensus.of(List.of("left"))).isEqualTo(new Consensus("the opinions agree on left", "left"));
        assertThat(Consensus.of(List.of("one", "two", "two"))).isEqualTo(new Consensus("most opinions say two", "two"));
        assertThat(Consensus.of(List.of("one", "two", "four")))
                .isEqualTo(new Consensus("the first opinion says one", "one"));
        assertThat(Consensus.of(List.of("right", "left")))
                .isEqualTo(new Consensus("the first opinion says right", "right"));
    }

    @Test
    void shouldTeachTheFindingAloneFirst() {
        Example example = Lessons.findings(1, PHANTOMS).at(5);
        Phantom shown = shown(example);

        assertThat(example.reply()).isEqualTo("<think>" + shown.finding() + "</think>");
        assertThat(text(example)).isEqualTo("What does it show?");
    }

    @Test
    void shouldSimulateOpinionsOfAReliability() {
        SplittableRandom random = new SplittableRandom(3);
        List<String> said = new ArrayList<>();
        int[] speakers = new int[4];
        for (int i = 0; i < 2000; i++) {
            SortedMap<Integer, String> opinions = SimulatedOpinions.draw(random, COUNT, Mixture.specialists());
            assertThat(opinions.keySet()).allMatch(seat -> seat >= 1 && seat <= 3);
            speakers[opinions.size()]++;
            said.addAll(opinions.values());
        }

        Map<String, Long> counts = said.stream().collect(Collectors.groupingBy(word -> word, Collectors.counting()));
        assertThat(counts.keySet()).containsExactlyInAnyOrderElementsOf(COUNT.options());
        assertThat((double) counts.get("two") / said.size()).isCloseTo(0.8, within(0.02));
        assertThat((double) counts.get("four") / said.size()).isCloseTo(0.05, within(0.015));
        assertThat(speakers[0]).isZero();
        assertThat(speakers[1]).isPositive();
        assertThat(speakers[2]).isPositive();
        assertThat(speakers[3] / 2000.0).isCloseTo(Math.pow(0.94, 3), within(0.03));
    }

    @Test
    void shouldMixRolesInTheirShares() {
        Mixture mixture = new Mixture(0.1, 0.5, 0.4, 0.8, 0, 0.25);
        List<Example> examples = examples(Lessons.mixture(9, PHANTOMS, mixture), 2000);
        List<Example> attending = of(examples, "You are the attending physician");
        long looks = attending.stream()
                .filter(example -> !example.reply().contains("opinion"))
                .count();

        assertThat(of(examples, "You are the triage doctor").size() / 2000.0).isCloseTo(0.1, within(0.025));
        assertThat(of(examples, "You are a ").size() / 2000.0).isCloseTo(0.5, within(0.04));
        assertThat(attending.size() / 2000.0).isCloseTo(0.4, within(0.04));
        assertThat((double) looks / attending.size()).isCloseTo(0.25, within(0.05));
    }

    @Test
    void shouldGiveRightAnswersExceptWhereWrongOpinionsAreFollowed() {
        for (Example example : examples(Lessons.mixture(2, PHANTOMS, Mixture.generalist()), 300)) {
            Phantom shown = shown(example);
            Reply reply = Reply.parse(example.reply());
            String said = reply.answer().orElseThrow();
            String question = text(example).lines().findFirst().orElseThrow();
            Asked asked = Question.allAbout(shown.truth()).stream()
                    .filter(each -> each.text().equals(question))
                    .findFirst()
                    .orElseThrow();
            if (system(example).contains("triage")) {
                assertThat(said).isEqualTo(shown.department());
            } else if (reply.reasoning().contains("opinion")) {
                assertThat(asked.options()).contains(said);
                assertThat(text(example)).contains(". " + said + "\n");
            } else {
                assertThat(said).isEqualTo(asked.answer());
                assertThat(reply.reasoning()).isEqualTo(shown.finding());
            }
        }
    }

    @Test
    void shouldGiveAnyExampleAgain() {
        Lessons lessons = Lessons.mixture(4, PHANTOMS, Mixture.specialists());
        Lessons same = Lessons.mixture(4, PHANTOMS, Mixture.specialists());

        assertThat(same.at(17)).isEqualTo(lessons.at(17));
        assertThat(examples(same, 40)).isEqualTo(examples(lessons, 40));
        assertThat(examples(Lessons.mixture(5, PHANTOMS, Mixture.specialists()), 40))
                .isNotEqualTo(examples(lessons, 40));
    }

    @Test
    void shouldNameAllThatIsWrongWithAMixture() {
        assertThatThrownBy(() -> new Mixture(0.5, 0.5, 0.5, 1.5, 2, Double.NaN))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("triage + specialist + attending: 1.5")
                .hasMessageContaining("reliability: 1.5")
                .hasMessageContaining("look: NaN");
    }

    private static List<Example> examples(Lessons lessons, int count) {
        return LongStream.range(0, count).mapToObj(lessons::at).toList();
    }

    private static List<Example> of(List<Example> examples, String system) {
        return examples.stream()
                .filter(example -> system(example).startsWith(system))
                .toList();
    }

    private static String system(Example example) {
        return ((Part.Text) example.prompt().messages().get(0).parts().get(0)).text();
    }

    private static String text(Example example) {
        return ((Part.Text) example.prompt().messages().get(1).parts().get(1)).text();
    }

    private static Phantom shown(Example example) {
        Part.Image image =
                (Part.Image) example.prompt().messages().get(1).parts().get(0);
        return PHANTOMS.stream()
                .filter(phantom -> phantom.picture() == image.picture())
                .findFirst()
                .orElseThrow();
    }

    private static SortedMap<Integer, String> seated(String... opinions) {
        SortedMap<Integer, String> seats = new TreeMap<>();
        for (String opinion : opinions) {
            seats.put(seats.size() + 1, opinion);
        }
        return seats;
    }
}
