package io.consilium.model.tensor;

import java.nio.ByteBuffer;

/**
 * A tensor and Java's view of the same memory: what one writes the other reads, without a copy.
 *
 * @param memory keeps the tensor's memory alive; use it within the tensor's scope only
 */
public record HostTensor(Tensor tensor, ByteBuffer memory) {}
