package io.consilium.trainer.phantom;

/** A case of a set: a phantom, a question about it, and the synthetic subject that it is of. */
public record PhantomCase(String id, String subject, Phantom phantom, Asked asked, Look look) {}
