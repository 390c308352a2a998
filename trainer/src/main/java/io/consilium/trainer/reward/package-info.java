/** What a reply is worth: pure functions of the reply and the task. */
package io.consilium.trainer.reward;
