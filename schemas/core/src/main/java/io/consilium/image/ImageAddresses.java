package io.consilium.image;

import io.consilium.image.ImageStoreException.Kind;
import io.consilium.problem.FatalException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The addresses of pictures, the same in every store: {@code <HMAC of subject>/<HMAC of subject and content>}. Safe for
 * threads.
 */
public final class ImageAddresses {
    private static final Pattern ADDRESS = Pattern.compile("[0-9a-f]{32}/[0-9a-f]{64}");
    private static final int NAMESPACE_CHARACTERS = 32;

    private final SecretKeySpec key;

    /** @param key secret of the addresses, at least 16 bytes */
    public ImageAddresses(byte[] key) {
        if (key.length < 16) {
            throw new FatalException("the image store's key has " + key.length + " bytes; at least 16 are needed");
        }
        this.key = new SecretKeySpec(key, "HmacSHA256");
    }

    public String of(String subject, byte[] picture) {
        String namespace = namespace(subject);
        byte[] bound = ByteBuffer.allocate(namespace.length() + picture.length)
                .put(namespace.getBytes(StandardCharsets.US_ASCII))
                .put(picture)
                .array();
        return namespace + "/" + hmac(bound);
    }

    /** What all addresses of a subject begin with, before a slash. */
    public String namespace(String subject) {
        return hmac(("subject:" + subject).getBytes(StandardCharsets.UTF_8)).substring(0, NAMESPACE_CHARACTERS);
    }

    /** @throws ImageStoreException when the address, which comes from outside, is not one of this subject's */
    public void require(String subject, String address, String caseId) {
        if (!ADDRESS.matcher(address).matches() || !address.startsWith(namespace(subject) + "/")) {
            throw new ImageStoreException(
                    Kind.BAD_ADDRESS, caseId, printable(address), "is not an address of this case's subject");
        }
    }

    /** @throws ImageStoreException when the picture is not the one that was stored under the address */
    public byte[] proven(String subject, String address, String caseId, byte[] picture) {
        if (!of(subject, picture).equals(address)) {
            throw new ImageStoreException(
                    Kind.CORRUPT, caseId, address, "does not fit its address: what is stored was changed");
        }
        return picture;
    }

    public static ImageStoreException missing(String address, String caseId) {
        return new ImageStoreException(Kind.MISSING, caseId, address, "is not in the image store");
    }

    private String hmac(byte[] bytes) {
        try {
            Mac mac = Mac.getInstance(key.getAlgorithm());
            mac.init(key);
            return HexFormat.of().formatHex(mac.doFinal(bytes));
        } catch (GeneralSecurityException e) {
            throw new FatalException("this Java has no HmacSHA256", e);
        }
    }

    /** An address from outside, safe to show. */
    private static String printable(String address) {
        String safe = address.replaceAll("[^A-Za-z0-9/._-]", "?");
        return safe.length() > 100 ? safe.substring(0, 100) + "…" : safe;
    }
}
