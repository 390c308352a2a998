package io.consilium.model.tensor;

import java.nio.ByteBuffer;

/**
 * A tensor and Java's view of the same memory: what one writes the other reads, without a copy.
 *
 * @param memory lives as long as the scope that made it
 */
public record HostTensor(Tensor tensor, ByteBuffer memory) {}
