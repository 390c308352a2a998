package io.consilium.department;

import java.time.Duration;

/** How one step of a journey (triage, attending) is asked. */
public record Step(String doctor, double temperature, int attempts, Duration deadline) {}
