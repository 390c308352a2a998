/** Qwen2.5-VL: from a checkpoint directory, pictures and text to tokens. */
package io.consilium.model.vlm;
