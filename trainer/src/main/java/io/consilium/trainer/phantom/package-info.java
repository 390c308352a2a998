/** Phantoms: synthetic pictures whose findings are known, the questions about them, and sets of cases made of both. */
package io.consilium.trainer.phantom;
