package io.consilium.trainer.phantom;

import java.util.Optional;

/**
 * What a specialist said of a case.
 *
 * @param seat counted from 1
 * @param answer absent when the reply did not keep the format
 */
public record Opinion(int seat, Optional<String> answer) {}
