package io.consilium.journey;

import io.consilium.digest.Digest;
import io.consilium.record.DepartmentPolicy;
import io.consilium.record.Policy;
import io.consilium.record.SeatPolicy;
import java.util.Optional;

/** A policy with its hash: the rules and model versions that a case keeps for its whole journey. */
public record PinnedPolicy(String hash, Policy policy) {

    public static PinnedPolicy of(Policy policy) {
        return new PinnedPolicy(Digest.of(policy.toString()), policy);
    }

    Optional<DepartmentPolicy> department(String name) {
        return policy.getDepartments().stream()
                .filter(department -> department.getName().equals(name))
                .findFirst();
    }

    /** @throws IllegalStateException when the department or the seat is not in the policy: it was there at opening */
    SeatPolicy seat(String department, int seat) {
        return department(department).stream()
                .flatMap(found -> found.getSeats().stream())
                .filter(found -> found.getSeat() == seat)
                .findFirst()
                .orElseThrow(() ->
                        new IllegalStateException("policy " + hash + " has no seat " + seat + " of " + department));
    }
}
