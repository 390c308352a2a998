package io.consilium.model.vlm;

/**
 * A picture as the vision tower takes it.
 *
 * @param values {@code [patches, channels·frames·rows·columns]}, the patches of one merged token side by side
 */
record Patches(PatchGrid grid, float[] values) {}
