package io.consilium.standalone.service;

import io.consilium.department.Departments;
import io.consilium.image.ImageStore;
import io.consilium.model.doctor.Doctor;
import io.consilium.model.doctor.DoctorSettings;
import io.consilium.model.doctor.Doctors;
import io.consilium.model.doctor.VersionHost;
import io.consilium.model.vlm.GeneratorSettings;
import io.consilium.model.weights.WeightsStore;
import io.consilium.record.ModelVersion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.random.RandomGenerator;

/** The doctors of departments.yaml; their models load while the rest of the service starts. */
public final class LocalStaff implements Staff {
    /** Half of the processors, since two models share them in the departments that come with Consilium. */
    public static final int THREADS = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);

    private final CompletableFuture<Doctors> loading;
    private final WeightsStore store;

    private LocalStaff(CompletableFuture<Doctors> loading, WeightsStore store) {
        this.loading = loading;
        this.store = store;
    }

    /**
     * Begins to load and returns at once; what is wrong with a model is said when the doctors are asked for.
     *
     * @param models checkpoint directories by name
     * @param store where further versions are found
     * @param slots requests with each model at a time
     * @param threads of arithmetic for each model
     */
    public static LocalStaff open(Departments departments, Path models, WeightsStore store, int slots, int threads) {
        DoctorSettings settings = DoctorSettings.of(models, store, new GeneratorSettings(slots, 0, threads));
        CompletableFuture<Doctors> loading = CompletableFuture.supplyAsync(() -> Doctors.open(
                departments,
                settings,
                variable -> Optional.ofNullable(System.getenv(variable)),
                InstantSource.system(),
                RandomGenerator.getDefault()));
        return new LocalStaff(loading, store);
    }

    @Override
    public Collection<? extends Doctor> doctors(ImageStore images) {
        return loaded().seeing(images);
    }

    /** Local checkpoints are copied to the store first: a pinned version must not change with its directory. */
    @Override
    public List<ModelVersion> versions() {
        return loaded().versions().stream().map(this::stored).toList();
    }

    private ModelVersion stored(ModelVersion version) {
        Path directory = Path.of(version.getLocation());
        if (!Files.isDirectory(directory)) {
            return version;
        }
        String hash = store.put(directory);
        return ModelVersion.newBuilder(version)
                .setVersion(hash)
                .setLocation(store.find(hash).orElse(directory).toAbsolutePath().toString())
                .build();
    }

    @Override
    public VersionHost host() {
        return loaded();
    }

    private Doctors loaded() {
        try {
            return loading.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException why ? why : e;
        }
    }

    @Override
    public void close() {
        loading.whenComplete((doctors, failure) -> {
            if (doctors != null) {
                doctors.close();
            }
        });
    }
}
