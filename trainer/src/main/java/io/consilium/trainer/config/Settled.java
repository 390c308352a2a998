package io.consilium.trainer.config;

/** Settings in which nothing is wrong, and the configuration they stand for, defaults included. */
public record Settled<T>(T settings, EffectiveConfiguration effective) {}
