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
import java.util.Set;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * The doctors of departments.yaml, their models loaded. Doctors that name the same local model speak through one. Close
 * it after whoever asks the doctors.
 */
public final class Doctors implements VersionHost, AutoCloseable {
    private final Departments catalogue;
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
        this.catalogue = catalogue;
        this.specs = catalogue.doctors();
        this.settings = settings;
        this.clock = clock;
        this.jitter = jitter;
        this.shelf = new ModelShelf(settings.modelRoot(), settings.store(), checkpoints);
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
                doctors.add(new LocalDoctor(local, shelf, book, pictures, clock));
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

    @Override
    public Optional<String> prepare(String doctor, String version) {
        Optional<DoctorSpec> spec = catalogue.doctor(doctor);
        if (spec.isEmpty()) {
            return Optional.of("there is no doctor '" + doctor + "' in departments.yaml");
        }
        if (spec.get() instanceof DoctorSpec.Remote remote) {
            return remote.model().equals(version)
                    ? Optional.empty()
                    : Optional.of("doctor '" + doctor + "' is remote and speaks through " + remote.model()
                            + "; name another model in departments.yaml");
        }
        String model = ((DoctorSpec.Local) spec.get()).model();
        try (Lease lease = shelf.pinned(model, version)) {
            return new WarmUp(catalogue, book).problem(spec.get(), lease.model());
        } catch (RuntimeException e) { // whatever it is, this version cannot serve and the others can
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void keepOnly(Set<String> versions) {
        shelf.keepOnly(versions);
    }

    private ModelVersion version(DoctorSpec spec) {
        ModelVersion.Builder version =
                ModelVersion.newBuilder().setDoctor(spec.name()).setPublishedAt(clock.instant());
        if (spec instanceof DoctorSpec.Local local) {
            try (Lease lease = shelf.current(local.model())) {
                return version.setName(local.model())
                        .setVersion(lease.model().version())
                        .setLocation(shelf.directory(local.model()).toString())
                        .build();
            }
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
                shelf.current(local.model()).close();
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
