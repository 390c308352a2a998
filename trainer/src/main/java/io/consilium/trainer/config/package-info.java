/** Training configurations: typed reading with every problem reported together, and what was read as YAML again. */
package io.consilium.trainer.config;
