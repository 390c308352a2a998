/** What a run directory tells of a training: one self-contained page, and a short table for the terminal. */
package io.consilium.trainer.report;
