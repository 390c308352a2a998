package io.consilium.model.tensor;

import ai.djl.engine.Engine;
import ai.djl.pytorch.jni.ScriptBridge;

/**
 * The PyTorch engine of this JVM. It starts on first use, without touching the network, and prepares each thread once:
 * gradients off and no graph rewriting, both of which are per-thread settings in PyTorch.
 */
public final class Torch {
    private static final ThreadLocal<Mode> MODE = ThreadLocal.withInitial(Torch::prepare);

    static {
        System.setProperty("ai.djl.offline", System.getProperty("ai.djl.offline", "true"));
        System.setProperty("OPT_OUT_TRACKING", System.getProperty("OPT_OUT_TRACKING", "true"));
        Engine.getEngine("PyTorch");
    }

    private Torch() {}

    /** Makes the calling thread fit for tensors; idempotent and cheap. */
    static void prepareThread() {
        MODE.get();
    }

    static boolean isInference() {
        return MODE.get().inference;
    }

    private static Mode prepare() {
        ScriptBridge.gradMode(false);
        ScriptBridge.optimizeGraphs(false);
        return new Mode();
    }

    private static final class Mode {
        private boolean inference;
    }

    /**
     * Whether scripts that this thread calls leave out all that gradients need, which small operations notice. What they
     * make then must not reach a computation that records gradients.
     */
    public static void inference(boolean on) {
        MODE.get().inference = on;
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
