/** How fast training is. */
package io.consilium.trainer.bench;
