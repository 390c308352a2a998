package io.consilium.trainer.gate;

import io.consilium.record.Role;
import io.consilium.trainer.sample.OffsetRange;
import io.consilium.trainer.sample.SampleFile;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;

/**
 * What the gate is to decide about.
 *
 * @param specialist who gives the opinions on synthetic cases
 * @param topic reads a range of the samples topic, where the policy wants one
 * @param commit of the code, for the record
 * @param clock for the record's time, which decides nothing
 */
public record Candidacy(
        PolicyFile policy,
        Role role,
        Path candidate,
        Path champion,
        Path specialist,
        Function<OffsetRange, SampleFile> topic,
        Optional<Waiver> waiver,
        String commit,
        InstantSource clock,
        int threads) {}
