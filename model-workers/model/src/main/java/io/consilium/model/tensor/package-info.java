/** A thin layer over DJL's PyTorch engine: owned native memory, and operations written as readable TorchScript text. */
package io.consilium.model.tensor;
