package io.consilium.model.doctor;

/**
 * What a model said, before it is read.
 *
 * @param version content hash of the checkpoint, or the name that the remote server gives
 */
record Speech(String model, String version, String text, int promptTokens, int completionTokens) {}
