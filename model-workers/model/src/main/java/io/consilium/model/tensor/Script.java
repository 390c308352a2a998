package io.consilium.model.tensor;

import ai.djl.Device;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.pytorch.jni.ScriptBridge;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Operations loaded from TorchScript text. Thread-safe. Gradients flow through every call made while the calling thread
 * records them.
 *
 * <p>Arguments may be {@link Tensor}, {@link TensorList}, {@code Integer}, {@code Long}, {@code Double}, {@code Boolean},
 * {@code String}, {@code long[]} and {@link #NONE}.
 */
public final class Script extends Resource {
    /** The argument {@code None}. */
    public static final Object NONE = new Object();

    private final long none;

    private Script(long handle, Scope owner) {
        super(handle, owner);
        none = ScriptBridge.run(handle, "none", new long[0], false);
    }

    /** Loads the named resources of a class, together with the basic operations, as one set of methods. */
    public static Script load(Scope scope, Class<?> anchor, String... resources) {
        StringBuilder text = new StringBuilder(text(Script.class, "basic.py"));
        for (String resource : resources) {
            text.append(text(anchor, resource));
        }
        return compile(scope, text.toString());
    }

    private static Script compile(Scope scope, String methods) {
        byte[] archive = ScriptArchive.of(methods);
        try (InputStream in = new ByteArrayInputStream(archive)) {
            long module = JniUtils.loadModuleHandle(in, Device.cpu(), false, false);
            return scope.own(new Script(module, scope));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The basic operations, loaded once for the life of the JVM. */
    public static Script shared() {
        return Shared.BASIC;
    }

    private static final class Shared {
        private static final Script BASIC = load(Scope.open(), Script.class);
    }

    private static String text(Class<?> anchor, String resource) {
        try (InputStream in = anchor.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("Missing resource " + resource + " beside " + anchor.getName());
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Calls a method that returns one tensor. */
    public Tensor tensor(Scope scope, String method, Object... arguments) {
        long result = run(method, arguments);
        try {
            return scope.adopt(ScriptBridge.toTensor(result));
        } finally {
            ScriptBridge.deleteValue(result);
        }
    }

    /** Calls a method that returns {@code List[Tensor]}. */
    public List<Tensor> tensors(Scope scope, String method, Object... arguments) {
        long result = run(method, arguments);
        try {
            List<Tensor> tensors = new ArrayList<>();
            for (long handle : ScriptBridge.toTensors(result)) {
                tensors.add(scope.adopt(handle));
            }
            return tensors;
        } finally {
            ScriptBridge.deleteValue(result);
        }
    }

    /** Calls a method for its effect on its arguments. */
    public void effect(String method, Object... arguments) {
        ScriptBridge.deleteValue(run(method, arguments));
    }

    private long run(String method, Object... arguments) {
        boolean inference = Torch.isInference();
        long[] values = new long[arguments.length];
        int made = 0;
        try {
            for (; made < values.length; made++) {
                values[made] = value(arguments[made]);
            }
            return ScriptBridge.run(handle(), method, values, inference);
        } finally {
            for (int i = 0; i < made; i++) {
                if (arguments[i] != NONE && !(arguments[i] instanceof TensorList)) {
                    ScriptBridge.deleteValue(values[i]);
                }
            }
        }
    }

    private long value(Object argument) {
        if (argument instanceof Tensor tensor) {
            return ScriptBridge.tensorValue(tensor.handle());
        } else if (argument instanceof TensorList list) {
            return list.handle();
        } else if (argument == NONE) {
            return none;
        } else if (argument instanceof Integer number) {
            return ScriptBridge.value(number.longValue());
        } else if (argument instanceof Long number) {
            return ScriptBridge.value((long) number);
        } else if (argument instanceof Double number) {
            return ScriptBridge.value((double) number);
        } else if (argument instanceof Boolean flag) {
            return ScriptBridge.value((boolean) flag);
        } else if (argument instanceof String text) {
            return ScriptBridge.value(text);
        } else if (argument instanceof long[] numbers) {
            return ScriptBridge.value(numbers);
        }
        throw new IllegalArgumentException(
                "A script takes no " + argument.getClass().getName());
    }

    @Override
    void free(long handle) {
        ScriptBridge.deleteValue(none);
        ScriptBridge.deleteModule(handle);
    }
}
