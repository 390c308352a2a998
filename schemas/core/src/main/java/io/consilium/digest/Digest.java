package io.consilium.digest;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 over texts, their borders included: {@code of("ab", "c")} differs from {@code of("a", "bc")}. */
public final class Digest {
    private Digest() {}

    public static byte[] bytes(String... parts) {
        MessageDigest sha = sha256();
        for (String part : parts) {
            sha.update(part.getBytes(StandardCharsets.UTF_8));
            sha.update((byte) 0);
        }
        return sha.digest();
    }

    /** The first half of the hash in hex: 32 characters. */
    public static String of(String... parts) {
        return HexFormat.of().formatHex(bytes(parts), 0, 16);
    }

    /** The whole hash of bytes in hex: 64 characters. */
    public static String sha256(byte[] bytes) {
        return HexFormat.of().formatHex(sha256().digest(bytes));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
