/** Whether a trained model may take the champion's place: a policy, the evidence, a decision. */
package io.consilium.trainer.gate;
