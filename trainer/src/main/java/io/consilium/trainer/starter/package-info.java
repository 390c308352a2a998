/** What a starter checkpoint learns from: supervised lessons about phantoms in the words of the three doctors. */
package io.consilium.trainer.starter;
