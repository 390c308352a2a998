package io.consilium.trainer.reproduce;

import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Consumer;

/**
 * Where and how a study is made; none of it changes what comes out but the number of threads.
 *
 * @param progress told in a line how far it is, at most every so often
 * @param remarks told in a sentence what a person should know
 */
public record Surroundings(
        int threads,
        String commit,
        String version,
        InstantSource clock,
        Duration progressEvery,
        Consumer<String> progress,
        Consumer<String> remarks) {}
