package io.consilium.model.doctor;

import io.consilium.digest.Digest;
import java.util.HexFormat;

/**
 * What a doctor is told, rendered: a system text, and a user text that follows the pictures.
 *
 * @param template name, version and hash of the template, such as {@code triage/1@0123456789ab}
 * @param pictures how many pictures precede the user text
 */
public record Prompt(String template, String system, String user, int pictures) {

    /** SHA-256 in hex over everything that is said, and the number of pictures. */
    public String hash() {
        return HexFormat.of().formatHex(Digest.bytes(system, user, String.valueOf(pictures)));
    }
}
