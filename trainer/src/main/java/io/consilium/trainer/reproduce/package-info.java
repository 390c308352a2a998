/** The paper's tables on phantoms: every way of learning under the same rules, measured on the same cases. */
package io.consilium.trainer.reproduce;
