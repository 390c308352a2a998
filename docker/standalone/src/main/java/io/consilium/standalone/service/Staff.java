package io.consilium.standalone.service;

import io.consilium.image.ImageStore;
import io.consilium.model.doctor.Doctor;
import io.consilium.record.ModelVersion;
import java.util.Collection;
import java.util.List;

/** The doctors of a service, and the model versions that they serve. */
public interface Staff extends AutoCloseable {

    /** @param images where the doctors find the pictures of their requests */
    Collection<? extends Doctor> doctors(ImageStore images);

    /** What is to be published to the models topic; empty where nothing can be pinned. */
    List<ModelVersion> versions();

    @Override
    void close();
}
