package io.consilium.image;

/**
 * Keeps encoded pictures under their subject, so that a subject can be erased. Safe for threads.
 *
 * <p>An address names subject and content by keyed hashes: it tells nothing to who has no key, and a picture that no
 * longer fits its address is noticed on read.
 */
public interface ImageStore {

    /** Keeps a picture and returns its address; the same picture of the same subject has the same address. */
    String put(String subject, byte[] picture);

    /**
     * The encoded bytes, proven to be what was stored.
     *
     * @param caseId named in the error
     * @throws ImageStoreException when the address is not of this subject, or the picture is missing or corrupt
     */
    byte[] get(String subject, String address, String caseId);

    /** Removes every picture of a subject and returns how many there were. */
    int erase(String subject);
}
