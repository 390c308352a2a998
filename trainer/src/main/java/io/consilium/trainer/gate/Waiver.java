package io.consilium.trainer.gate;

/** Somebody lets a refused candidate through, and answers for it. */
public record Waiver(String by, String reason) {
    public Waiver {
        if (by.isBlank() || reason.isBlank()) {
            throw new IllegalArgumentException("an override needs a name and a reason");
        }
    }
}
