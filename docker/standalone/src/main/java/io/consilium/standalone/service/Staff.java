package io.consilium.standalone.service;

import io.consilium.image.ImageStore;
import io.consilium.model.doctor.Doctor;
import io.consilium.model.doctor.VersionHost;
import io.consilium.record.ModelVersion;
import java.util.Collection;
import java.util.List;

/** The doctors of a service, and the model versions that they serve. */
public interface Staff extends AutoCloseable {

    /** @param images where the doctors find the pictures of their requests */
    Collection<? extends Doctor> doctors(ImageStore images);

    /** What the doctors speak through at the start: the first champions. Empty where nothing can be pinned. */
    List<ModelVersion> versions();

    /** Where further versions are loaded; by default every version can be served, and there is nothing to load. */
    default VersionHost host() {
        return VersionHost.NOTHING_TO_LOAD;
    }

    @Override
    void close();
}
