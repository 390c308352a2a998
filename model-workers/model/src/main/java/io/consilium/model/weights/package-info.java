/** Weights that are known by what they are: checkpoints under the hash of their content. */
package io.consilium.model.weights;
