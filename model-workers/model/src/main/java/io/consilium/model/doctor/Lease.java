package io.consilium.model.doctor;

/** A model in use: the shelf does not free it before this is closed. Closing twice does nothing. */
interface Lease extends AutoCloseable {
    LoadedModel model();

    @Override
    void close();
}
