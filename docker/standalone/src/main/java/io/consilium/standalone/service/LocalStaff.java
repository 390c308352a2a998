package io.consilium.standalone.service;

import io.consilium.department.Departments;
import io.consilium.image.ImageStore;
import io.consilium.model.doctor.Doctor;
import io.consilium.model.doctor.DoctorSettings;
import io.consilium.model.doctor.Doctors;
import io.consilium.model.vlm.GeneratorSettings;
import io.consilium.record.ModelVersion;
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
    private final CompletableFuture<Doctors> loading;

    private LocalStaff(CompletableFuture<Doctors> loading) {
        this.loading = loading;
    }

    /**
     * Begins to load and returns at once; what is wrong with a model is said when the doctors are asked for.
     *
     * @param models checkpoint directories by name
     * @param slots requests with each model at a time
     */
    public static LocalStaff open(Departments departments, Path models, int slots) {
        DoctorSettings settings = DoctorSettings.of(models, GeneratorSettings.slots(slots));
        return new LocalStaff(CompletableFuture.supplyAsync(() -> Doctors.open(
                departments,
                settings,
                variable -> Optional.ofNullable(System.getenv(variable)),
                InstantSource.system(),
                RandomGenerator.getDefault())));
    }

    @Override
    public Collection<? extends Doctor> doctors(ImageStore images) {
        return loaded().seeing(images);
    }

    @Override
    public List<ModelVersion> versions() {
        return loaded().versions();
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
