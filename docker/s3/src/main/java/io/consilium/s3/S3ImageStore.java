package io.consilium.s3;

import io.consilium.image.ImageAddresses;
import io.consilium.image.ImageStore;

/** Pictures as objects of a bucket, named by their {@linkplain ImageAddresses addresses}. */
public final class S3ImageStore implements ImageStore {
    private final Bucket bucket;
    private final ImageAddresses addresses;

    /** @param key secret of the addresses, at least 16 bytes; the same for all who use the bucket */
    public S3ImageStore(Bucket bucket, byte[] key) {
        this.bucket = bucket;
        this.addresses = new ImageAddresses(key);
    }

    /** Writes without looking first: that costs one request, changes nothing, and mends what was damaged. */
    @Override
    public String put(String subject, byte[] picture) {
        String address = addresses.of(subject, picture);
        bucket.put(address, picture);
        return address;
    }

    @Override
    public byte[] get(String subject, String address, String caseId) {
        addresses.require(subject, address, caseId);
        byte[] picture = bucket.get(address).orElseThrow(() -> ImageAddresses.missing(address, caseId));
        return addresses.proven(subject, address, caseId, picture);
    }

    @Override
    public int erase(String subject) {
        return bucket.erase(addresses.namespace(subject) + "/");
    }
}
