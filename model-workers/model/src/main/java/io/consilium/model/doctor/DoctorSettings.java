package io.consilium.model.doctor;

import io.consilium.image.PictureLimits;
import io.consilium.model.vlm.GeneratorSettings;
import io.consilium.model.vlm.Precision;
import io.consilium.model.weights.WeightsStore;
import java.nio.file.Path;

/**
 * What the doctors of one process need.
 *
 * @param modelRoot below which checkpoints lie
 * @param store where versions are found by the hash of their content
 * @param generator of each local model
 */
public record DoctorSettings(
        Path modelRoot,
        WeightsStore store,
        Precision precision,
        GeneratorSettings generator,
        PictureLimits pictures,
        RemoteSettings remote) {
    /** Without versions beside those of the model root. */
    public static DoctorSettings of(Path modelRoot, GeneratorSettings generator) {
        return of(modelRoot, WeightsStore.EMPTY, generator);
    }

    public static DoctorSettings of(Path modelRoot, WeightsStore store, GeneratorSettings generator) {
        return new DoctorSettings(
                modelRoot, store, Precision.CHECKPOINT, generator, PictureLimits.DEFAULT, RemoteSettings.DEFAULT);
    }
}
