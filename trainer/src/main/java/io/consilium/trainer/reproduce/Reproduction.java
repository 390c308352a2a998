package io.consilium.trainer.reproduce;

import io.consilium.department.DepartmentsFile;
import io.consilium.digest.Digest;
import io.consilium.model.doctor.PromptBook;
import io.consilium.model.vlm.VisionLanguageModel;
import io.consilium.record.Role;
import io.consilium.trainer.config.Configuration;
import io.consilium.trainer.evaluation.Protocol;
import io.consilium.trainer.evaluation.TestSet;
import io.consilium.trainer.reproduce.School.Lesson;
import io.consilium.trainer.reproduce.Study.Arm;
import io.consilium.trainer.reproduce.Study.Hearing;
import io.consilium.trainer.sample.Difficulty;
import io.consilium.trainer.sample.Sample;
import io.consilium.trainer.sample.Tasks;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A study from its first case to its tables. Each seed draws its own training cases; triage is trained, then every arm's
 * attending physician, with each of its settings for the first seed and the chosen one for the others. What lies in the
 * directory already is not made again. Test cases decide nothing: settings are chosen on validation cases only.
 */
public final class Reproduction {
    private final Study study;
    private final Starters starters;
    private final Surroundings around;
    private final List<TestSet> test;
    private final CaseBook cases;
    private final Consultations consultations;
    private final School school;
    private final Proctor proctor;
    private final Pace pace;
    private final Consultations.Heard frozen;
    private final Map<String, Integer> chosen = new HashMap<>();
    private final Map<String, Taken> taken = new LinkedHashMap<>();
    private final List<Findings.Triage> triage = new ArrayList<>();
    private List<Trained> triageTried = List.of();

    /** The checkpoints that everything begins with. */
    public record Starters(Path generalist, Path specialist) {}

    /** What an arm has come to so far. */
    private record Taken(List<Trained> tried, List<Trained> trained, List<List<Mark>> marks, List<List<Mark>> votes) {
        Taken() {
            this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        }
    }

    /**
     * @param configuration the study, see {@link StudyReader}
     * @throws io.consilium.problem.ConfigurationException when it cannot be made, or the directory is another study's
     */
    public Reproduction(Configuration configuration, Starters starters, Path directory, Surroundings around) {
        study = StudyReader.read(configuration);
        this.starters = starters;
        this.around = around;
        List<String> versions = List.of(
                VisionLanguageModel.versionOf(starters.generalist()),
                VisionLanguageModel.versionOf(starters.specialist()));
        Claim.take(directory, study, versions);
        Shelf shelf = new Shelf(directory);
        List<String> departments = DepartmentsFile.bundled().names();
        Tasks tasks = new Tasks(PromptBook.bundled(), departments);
        cases = new CaseBook(shelf, study.cases());
        around.progress().accept("drawing the test cases and asking the frozen pipeline's specialists");
        test = cases.test();
        consultations = new Consultations(shelf, starters.specialist(), tasks, departments, around.threads());
        frozen = consultations.byTriage(test, starters.generalist());
        school = new School(
                shelf,
                directory.resolve("runs"),
                starters.generalist(),
                tasks,
                study.cases().validation(),
                around);
        proctor = new Proctor(shelf, tasks, test, around.threads());
        pace = Workload.of(study).pace(around);
    }

    /** The study that comes with Consilium: the whole, or one that takes minutes. */
    public static Configuration bundled(boolean quick, List<String> overrides) {
        return StudyReader.bundled(quick, overrides);
    }

    public Findings run() {
        for (int seed = 1; seed <= study.seeds(); seed++) {
            seed(seed);
        }
        List<Standing> standings = new ArrayList<>();
        for (Arm arm : study.arms()) {
            Taken own = taken.get(arm.name());
            standings.add(new Standing(arm.name(), arm.title(), own.tried(), own.trained(), own.marks()));
            if (arm.votes()) {
                String title = arm.title() + " + TTS (" + study.votes() + " votes)";
                standings.add(new Standing(arm.name() + "+tts", title, List.of(), own.trained(), own.votes()));
            }
        }
        return new Findings(study, triageTried, triage, standings, difficulty(), facts());
    }

    private void seed(int seed) {
        List<TestSet> sets = cases.training(seed);
        List<Sample> bare = sets.stream().flatMap(set -> set.samples().stream()).toList();
        String hash = Digest.of(sets.stream().map(TestSet::hash).toArray(String[]::new));
        Trained doctor = learn(study.triage(), new Lesson(Role.TRIAGE, bare, hash, Hearing.NOBODY, seed), tried -> {
            triageTried = tried;
        });
        Consultations.Heard routed = consultations.byTriage(test, doctor.model());
        triage.add(new Findings.Triage(
                doctor,
                sentRight(routed, true),
                sentRight(routed, false),
                sentRight(frozen, true),
                sentRight(frozen, false)));
        for (Arm arm : study.arms()) {
            boolean fixed = arm.hearing() == Hearing.FIXED;
            arm(
                    arm,
                    seed,
                    sets,
                    fixed
                            ? consultations.byRule(sets, study.department())
                            : consultations.byTriage(sets, doctor.model()),
                    fixed ? consultations.byRule(test, study.department()) : routed);
        }
    }

    private void arm(Arm arm, int seed, List<TestSet> sets, Consultations.Heard learnt, Consultations.Heard examined) {
        Taken own = taken.computeIfAbsent(arm.name(), name -> new Taken());
        if (arm.trained()) {
            List<Sample> samples =
                    sets.stream().flatMap(set -> learnt.tell(set).stream()).toList();
            Lesson lesson = new Lesson(Role.ATTENDING, samples, learnt.hash(), arm.hearing(), seed);
            own.trained().add(learn(arm, lesson, own.tried()::addAll));
        } else if (seed > 1) {
            return;
        }
        Path model = arm.trained() ? own.trained().get(seed - 1).model() : starters.generalist();
        Consultations.Heard heard = arm.trained() ? examined : frozen;
        own.marks().add(examine(arm, model, heard, Proctor.greedy()));
        if (arm.votes()) {
            Protocol voting = Proctor.voting(study.votes(), study.cases().testSeed() + seed);
            own.votes().add(examine(arm, model, heard, voting));
        }
    }

    private interface Trying {
        void tried(List<Trained> all);
    }

    /** With the first seed every setting is tried; the best on the validation cases is kept for all. */
    private Trained learn(Arm arm, Lesson lesson, Trying trying) {
        if (lesson.seed() > 1 || !arm.choosesItself()) {
            return train(arm, arm.settings().get(chosen.get(arm.chooser())), lesson);
        }
        List<Trained> tried = arm.settings().stream()
                .map(setting -> train(arm, setting, lesson))
                .toList();
        trying.tried(tried);
        Trained best = best(tried);
        chosen.put(arm.name(), tried.indexOf(best));
        return best;
    }

    /** The greatest validation accuracy; of equal ones the setting that the study names first. */
    static Trained best(List<Trained> tried) {
        double most = tried.stream().mapToDouble(Trained::validation).max().orElseThrow();
        return tried.stream()
                .filter(each -> each.validation() == most)
                .findFirst()
                .orElseThrow();
    }

    private Trained train(Arm arm, Study.Setting setting, Lesson lesson) {
        return pace.piece(
                "seed " + lesson.seed() + "  " + arm.name() + (setting.words().isEmpty() ? "" : ", " + setting.words()),
                Workload.of(setting),
                school.knows(setting, lesson),
                progress -> school.train(setting, lesson, progress));
    }

    private List<Mark> examine(Arm arm, Path model, Consultations.Heard heard, Protocol protocol) {
        return pace.piece(
                "examining " + arm.name() + (protocol.draws() > 1 ? ", " + protocol.draws() + " votes" : ""),
                Workload.of(study, protocol.draws()),
                proctor.knows(model, heard, arm.hearing(), protocol),
                progress -> proctor.examine(model, heard, arm.hearing(), protocol));
    }

    private double sentRight(Consultations.Heard heard, boolean inDomain) {
        List<String> names = CaseBook.IN_DOMAIN.stream().map(set -> set.word()).toList();
        return test.stream()
                .filter(set -> names.contains(set.name()) == inDomain)
                .flatMap(set -> set.samples().stream())
                .mapToInt(sample -> heard.byCase().get(sample.id()).department().equals(sample.department()) ? 1 : 0)
                .average()
                .orElse(0);
    }

    private Map<String, Difficulty> difficulty() {
        Map<String, Difficulty> byCase = new HashMap<>();
        for (TestSet set : test) {
            frozen.tell(set)
                    .forEach(sample ->
                            byCase.put(sample.id(), sample.difficulty().orElseThrow()));
        }
        return byCase;
    }

    private Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("study", study.configuration().hash());
        facts.put("generalist", VisionLanguageModel.versionOf(starters.generalist()));
        facts.put("specialist", VisionLanguageModel.versionOf(starters.specialist()));
        facts.put("test cases", Digest.of(test.stream().map(TestSet::hash).toArray(String[]::new)));
        facts.put("code", around.commit() + ", edition " + Study.EDITION);
        facts.put("threads", String.valueOf(around.threads()));
        return facts;
    }
}
