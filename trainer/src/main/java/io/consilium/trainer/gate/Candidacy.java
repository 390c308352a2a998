package io.consilium.trainer.gate;

import io.consilium.record.Role;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;

/**
 * What the gate is to decide about.
 *
 * @param specialist who gives the opinions on synthetic cases
 * @param commit of the code, for the record
 * @param clock for the record's time, which decides nothing
 */
public record Candidacy(
        PolicyFile policy,
        Role role,
        Path candidate,
        Path champion,
        Path specialist,
        Optional<Waiver> waiver,
        String commit,
        InstantSource clock,
        int threads) {}
