package io.consilium.standalone.learn;

import io.consilium.record.Role;
import io.consilium.trainer.gate.Decision;
import java.nio.file.Path;

/**
 * A checkpoint that was trained to follow a champion, and what the gate says of it.
 *
 * @param doctor as departments.yaml names it
 * @param champion the version that it was trained from
 * @param run the training run's directory
 */
record Candidate(String doctor, Role role, String champion, Path run, Path checkpoint, Decision decision) {}
