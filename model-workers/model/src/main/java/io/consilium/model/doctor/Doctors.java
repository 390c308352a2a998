package io.consilium.model.doctor;

import io.consilium.department.Departments;
import io.consilium.department.DoctorSpec;
import io.consilium.image.ImageStore;
import io.consilium.model.vlm.CheckpointException;
import io.consilium.problem.ConfigurationException;
import io.consilium.record.ModelVersion;
import java.net.http.HttpClient;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * The doctors of departments.yaml, their models loaded. Doctors that name the same local model speak through one. Close
 * it after whoever asks the doctors.
 */
public final class Doctors implements AutoCloseable {
    private final List<DoctorSpec> specs;
    private final DoctorSettings settings;
    private final InstantSource clock;
    private final RandomGenerator jitter;
    private final ModelShelf shelf;
    private final PromptBook book = PromptBook.bundled();
    private final Map<String, ApiKey> keys = new LinkedHashMap<>();

    private Doctors(
            Departments catalogue,
            DoctorSettings settings,
            Checkpoints checkpoints,
            InstantSource clock,
            RandomGenerator jitter) {
        this.specs = catalogue.doctors();
        this.settings = settings;
        this.clock = clock;
        this.jitter = jitter;
        this.shelf = new ModelShelf(settings.modelRoot(), checkpoints);
    }

    /**
     * Loads every local model and finds every key.
     *
     * @param environment where keys are found by the name of their variable
     * @param jitter spreads the tries of remote models
     * @throws ConfigurationException with every model that cannot be loaded and every key that is not there
     */
    public static Doctors open(
            Departments catalogue,
            DoctorSettings settings,
            Function<String, Optional<String>> environment,
            InstantSource clock,
            RandomGenerator jitter) {
        Checkpoints checkpoints = Checkpoints.onThisMachine(settings.precision(), settings.generator());
        return open(new Doctors(catalogue, settings, checkpoints, clock, jitter), environment);
    }

    static Doctors open(Doctors doctors, Function<String, Optional<String>> environment) {
        List<String> problems = new ArrayList<>();
        for (DoctorSpec spec : doctors.specs) {
            doctors.prepare(spec, environment).ifPresent(problems::add);
        }
        if (!problems.isEmpty()) {
            doctors.close();
            throw new ConfigurationException("The doctors cannot be had", problems);
        }
        return doctors;
    }

    static Doctors of(Departments catalogue, DoctorSettings settings, Checkpoints checkpoints, InstantSource clock) {
        return new Doctors(catalogue, settings, checkpoints, clock, new java.util.Random(0));
    }

    /** @param images where the pictures of requests lie */
    public List<Doctor> seeing(ImageStore images) {
        CasePictures pictures = new CasePictures(images, settings.pictures());
        HttpClient http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(settings.remote().attemptTimeout())
                .build();
        var surroundings = new RemoteDoctor.Surroundings(settings.remote(), http, book, pictures, clock, jitter);
        List<Doctor> doctors = new ArrayList<>();
        for (DoctorSpec spec : specs) {
            if (spec instanceof DoctorSpec.Local local) {
                doctors.add(new LocalDoctor(local, shelf, book, pictures, settings.maxNewTokens(), clock));
            } else if (spec instanceof DoctorSpec.Remote remote) {
                doctors.add(new RemoteDoctor(remote, keys.get(remote.name()), surroundings));
            }
        }
        return List.copyOf(doctors);
    }

    /** What each doctor answers with now. */
    public List<ModelVersion> versions() {
        return specs.stream().map(this::version).toList();
    }

    private ModelVersion version(DoctorSpec spec) {
        ModelVersion.Builder version =
                ModelVersion.newBuilder().setDoctor(spec.name()).setPublishedAt(clock.instant());
        if (spec instanceof DoctorSpec.Local local) {
            LoadedModel model = shelf.current(local.model());
            return version.setName(model.name())
                    .setVersion(model.version())
                    .setLocation(shelf.directory(local.model()).toString())
                    .build();
        }
        DoctorSpec.Remote remote = (DoctorSpec.Remote) spec;
        return version.setName(remote.model())
                .setVersion(remote.model())
                .setLocation(remote.url().toString())
                .build();
    }

    private Optional<String> prepare(DoctorSpec spec, Function<String, Optional<String>> environment) {
        if (spec instanceof DoctorSpec.Local local) {
            try {
                shelf.current(local.model());
                return Optional.empty();
            } catch (CheckpointException e) {
                return Optional.of("doctor '" + spec.name() + "': " + e.getMessage());
            }
        }
        DoctorSpec.Remote remote = (DoctorSpec.Remote) spec;
        if (remote.keyVariable().isEmpty()) {
            keys.put(remote.name(), ApiKey.NONE);
            return Optional.empty();
        }
        Optional<String> key =
                environment.apply(remote.keyVariable()).map(String::strip).filter(ApiKey::sendable);
        key.ifPresent(value -> keys.put(remote.name(), new ApiKey(remote.keyVariable(), value)));
        return key.isPresent()
                ? Optional.empty()
                : Optional.of("doctor '" + spec.name() + "': the environment variable " + remote.keyVariable()
                        + " holds no key that can be sent; set it to the key of " + remote.url());
    }

    /** Closes the models; requests that are with them fail. */
    @Override
    public void close() {
        shelf.close();
    }
}
