package io.consilium.trainer.gate;

import io.consilium.model.tensor.ElementType;
import io.consilium.model.tensor.Scope;
import io.consilium.model.tensor.Script;
import io.consilium.model.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Hash and norms of stored tensors, read a part at a time, so that the largest weight needs little memory. Owns its script;
 * used by one thread.
 */
final class TensorReading implements AutoCloseable {
    private static final long PART = 1L << 22;

    private final Scope owned = Scope.open();
    private final Script script = Script.load(owned, TensorReading.class, "parts.py");

    /** SHA-256 of the elements as they are stored. */
    String hash(Tensor tensor) {
        MessageDigest sha = sha256();
        for (long from = 0; from < tensor.elements(); from += PART) {
            try (Scope scope = Scope.open();
                    Digesting channel = new Digesting(sha)) {
                Tensor part = part(scope, tensor, from);
                boolean hidden = part.type() == ElementType.BF16;
                Tensor plain = hidden ? script.tensor(scope, "bits", part, ElementType.F16.code()) : part;
                plain.writeTo(channel);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return HexFormat.of().formatHex(sha.digest());
    }

    /** Sums over two tensors of one shape: of squared differences, of the first one's squares, and the greatest difference. */
    record Sums(double squaredChange, double squaredBefore, double greatest) {}

    Sums sums(Tensor before, Tensor after) {
        double squaredChange = 0;
        double squaredBefore = 0;
        double greatest = 0;
        for (long from = 0; from < before.elements(); from += PART) {
            float[] old = floats(before, from);
            float[] now = floats(after, from);
            for (int i = 0; i < old.length; i++) {
                double change = (double) now[i] - old[i];
                squaredChange += change * change;
                squaredBefore += (double) old[i] * old[i];
                greatest = Math.max(greatest, Math.abs(change));
            }
        }
        return new Sums(squaredChange, squaredBefore, greatest);
    }

    /** Sums as if it had been nothing before. */
    Sums sums(Tensor alone) {
        double squared = 0;
        double greatest = 0;
        for (long from = 0; from < alone.elements(); from += PART) {
            for (float value : floats(alone, from)) {
                squared += (double) value * value;
                greatest = Math.max(greatest, Math.abs(value));
            }
        }
        return new Sums(squared, 0, greatest);
    }

    private float[] floats(Tensor tensor, long from) {
        try (Scope scope = Scope.open()) {
            Tensor part = part(scope, tensor, from);
            boolean plain = part.type() == ElementType.F32;
            Tensor wide = plain ? part : script.tensor(scope, "cast", part, ElementType.F32.code());
            return wide.toFloats();
        }
    }

    private Tensor part(Scope scope, Tensor tensor, long from) {
        return script.tensor(scope, "part", tensor, from, Math.min(PART, tensor.elements() - from));
    }

    /** Feeds a digest; closing it does nothing. */
    private record Digesting(MessageDigest sha) implements WritableByteChannel {
        @Override
        public int write(ByteBuffer bytes) {
            int length = bytes.remaining();
            sha.update(bytes);
            return length;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {
            // There is nothing to close.
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    @Override
    public void close() {
        owned.close();
    }
}
