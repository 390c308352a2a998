/** How well a model answers tasks that it was not trained on. */
package io.consilium.trainer.evaluation;
