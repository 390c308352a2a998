package io.consilium.model.tensor;

import ai.djl.engine.Engine;
import ai.djl.pytorch.jni.ScriptBridge;

/**
 * The PyTorch engine of this JVM. It starts on first use, without touching the network, and prepares each thread once:
 * gradients off and no graph rewriting, both of which are per-thread settings in PyTorch.
 */
public final class Torch {
    private static final ThreadLocal<Boolean> PREPARED = ThreadLocal.withInitial(Torch::prepare);

    static {
        System.setProperty("ai.djl.offline", System.getProperty("ai.djl.offline", "true"));
        System.setProperty("OPT_OUT_TRACKING", System.getProperty("OPT_OUT_TRACKING", "true"));
        Engine.getEngine("PyTorch");
    }

    private Torch() {}

    /** Makes the calling thread fit for tensors; idempotent and cheap. */
    static void prepareThread() {
        if (!PREPARED.get()) {
            throw new IllegalStateException("The PyTorch engine did not start.");
        }
    }

    private static boolean prepare() {
        ScriptBridge.gradMode(false);
        ScriptBridge.optimizeGraphs(false);
        return true;
    }

    /** Sets how many threads an operation called from this thread may use. */
    public static void threads(int threads) {
        prepareThread();
        if (ScriptBridge.threads() != threads) {
            ScriptBridge.threads(threads);
        }
    }

    /** How many native objects (tensors, lists, scripts) are owned by open scopes, over all threads. */
    public static long owned() {
        return Resource.LIVING.get();
    }

    /** Records gradients in this thread until closed. */
    public static Gradients recordGradients() {
        prepareThread();
        return new Gradients();
    }
}
