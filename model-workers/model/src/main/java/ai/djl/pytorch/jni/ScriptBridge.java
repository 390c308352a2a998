package ai.djl.pytorch.jni;

import java.nio.ByteBuffer;

/**
 * The one door to DJL's package-private JNI calls: raw handles in, raw handles out, nothing owned, nothing checked. It lives in
 * DJL's package because {@code PyTorchLibrary} is package-private. Only {@code io.consilium.model.tensor} may call it.
 */
public final class ScriptBridge {
    private static final PyTorchLibrary LIB = PyTorchLibrary.LIB;

    private ScriptBridge() {}

    public static void gradMode(boolean on) {
        LIB.torchSetGradMode(on);
    }

    public static boolean gradMode() {
        return LIB.torchIsGradMode();
    }

    public static void optimizeGraphs(boolean on) {
        LIB.setGraphExecutorOptimize(on);
    }

    public static void threads(int threads) {
        LIB.torchSetNumThreads(threads);
    }

    public static int threads() {
        return LIB.torchGetNumThreads();
    }

    /** Runs under inference mode, or else with autograd where the calling thread's grad mode is on. */
    public static long run(long module, String method, long[] values, boolean inference) {
        return LIB.moduleRunMethod(module, method, values, !inference, false);
    }

    public static void deleteModule(long module) {
        LIB.torchDeleteModule(module);
    }

    public static void deleteValue(long value) {
        LIB.torchDeleteIValue(value);
    }

    public static void deleteTensor(long tensor) {
        LIB.torchDeleteTensor(tensor);
    }

    public static long value(boolean x) {
        return LIB.iValueFromBool(x);
    }

    public static long value(long x) {
        return LIB.iValueFromLong(x);
    }

    public static long value(double x) {
        return LIB.iValueFromDouble(x);
    }

    public static long value(String x) {
        return LIB.iValueFromString(x);
    }

    public static long value(long[] x) {
        return LIB.iValueFromLongList(x);
    }

    public static long tensorValue(long tensor) {
        return LIB.iValueFromTensor(tensor);
    }

    public static long tensorListValue(long[] tensors) {
        return LIB.iValueFromTensorList(tensors);
    }

    public static long toTensor(long value) {
        return LIB.iValueToTensor(value);
    }

    public static long[] toTensors(long value) {
        return LIB.iValueToTensorList(value);
    }

    /** A tensor over the buffer's own memory: the buffer must outlive it. */
    public static long alias(ByteBuffer direct, long[] shape, int type) {
        return LIB.torchFromBlob(direct, shape, type, 0, new int[] {0, -1}, false);
    }

    public static long copy(long tensor) {
        return LIB.tensorClone(tensor);
    }

    public static long[] shape(long tensor) {
        return LIB.torchSizes(tensor);
    }

    public static int type(long tensor) {
        return LIB.torchDType(tensor);
    }

    public static boolean contiguous(long tensor) {
        return LIB.torchIsContiguous(tensor);
    }

    public static long toContiguous(long tensor) {
        return LIB.torchToContiguous(tensor);
    }

    /** The memory of a contiguous tensor; valid while the tensor lives. */
    public static ByteBuffer memory(long tensor) {
        return LIB.torchDirectByteBuffer(tensor);
    }

    public static void requireGrad(long tensor, boolean on) {
        LIB.torchAttachGrad(tensor, on);
    }

    public static long grad(long tensor) {
        return LIB.torchGrad(tensor);
    }

    public static void zeroGrad(long tensor) {
        LIB.zeroGrad(tensor);
    }

    public static void backward(long loss, long seed) {
        LIB.torchBackward(loss, seed, false, false);
    }
}
