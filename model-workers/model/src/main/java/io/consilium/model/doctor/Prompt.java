package io.consilium.model.doctor;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * What a doctor is told, rendered: a system text, and a user text that follows the pictures.
 *
 * @param template name, version and hash of the template, such as {@code triage/1@0123456789ab}
 * @param pictures how many pictures precede the user text
 */
public record Prompt(String template, String system, String user, int pictures) {

    /** SHA-256 in hex over everything that is said, and the number of pictures. */
    public String hash() {
        MessageDigest digest = Sha256.digest();
        for (String part : new String[] {system, user, String.valueOf(pictures)}) {
            byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
            digest.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
            digest.update(bytes);
        }
        return Sha256.hex(digest);
    }
}
