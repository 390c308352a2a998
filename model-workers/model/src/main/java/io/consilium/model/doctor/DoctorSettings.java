package io.consilium.model.doctor;

import io.consilium.image.PictureLimits;
import io.consilium.model.vlm.GeneratorSettings;
import io.consilium.model.vlm.Precision;
import java.nio.file.Path;

/**
 * What the doctors of one process need.
 *
 * @param modelRoot below which checkpoints lie
 * @param generator of each local model
 * @param maxNewTokens of a local model's reply
 */
public record DoctorSettings(
        Path modelRoot,
        Precision precision,
        GeneratorSettings generator,
        int maxNewTokens,
        PictureLimits pictures,
        RemoteSettings remote) {
    private static final int STARTER_REPLY = 64;

    public static DoctorSettings of(Path modelRoot, GeneratorSettings generator) {
        return new DoctorSettings(
                modelRoot,
                Precision.CHECKPOINT,
                generator,
                STARTER_REPLY,
                PictureLimits.DEFAULT,
                RemoteSettings.DEFAULT);
    }
}
