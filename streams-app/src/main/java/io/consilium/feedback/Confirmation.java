package io.consilium.feedback;

import io.consilium.record.Outcome;
import java.util.Optional;

/**
 * The outcome that counts, in our own words.
 *
 * @param answer in the option's own spelling where the question has any
 * @param department as departments.yaml spells it
 */
record Confirmation(String answer, Optional<String> department, Outcome outcome) {}
