package io.consilium.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consilium.image.ImageStoreException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class S3ImageStoreTest {
    private static final String SUBJECT = "synthetic-subject";
    private static final byte[] PICTURE = {(byte) 0x89, 'P', 'N', 'G', 1, 2, 3};

    private S3Server server;
    private Bucket bucket;
    private S3ImageStore store;

    @BeforeEach
    void start() throws Exception {
        server = S3Server.start();
        bucket = Bucket.open(S3Server.LOCATION);
        store = new S3ImageStore(bucket, "a key of enough bytes".getBytes());
    }

    @AfterEach
    void stop() {
        bucket.close();
        server.close();
    }

    @Test
    void shouldNoticeAChangedPictureAndMendItWhenItComesAgain() {
        String address = store.put(SUBJECT, PICTURE);
        bucket.put(address, new byte[] {9});
        assertThatThrownBy(() -> store.get(SUBJECT, address, "c-17"))
                .isInstanceOf(ImageStoreException.class)
                .hasMessageContaining("case c-17")
                .hasMessageContaining("was changed");

        store.put(SUBJECT, PICTURE);
        assertThat(store.get(SUBJECT, address, "c-17")).isEqualTo(PICTURE);
    }

    @Test
    void shouldEraseOlderVersionsToo() {
        server.keepVersions();
        String address = store.put(SUBJECT, PICTURE);
        store.put(SUBJECT, PICTURE);
        bucket.put(address, new byte[] {9});
        assertThat(server.versions()).isEqualTo(3);

        assertThat(store.erase(SUBJECT)).isEqualTo(1);

        assertThat(server.versions()).isZero();
    }

    @Test
    void shouldEraseMoreThanOnePage() {
        for (int number = 0; number < 10; number++) {
            bucket.put("one/" + number, PICTURE);
        }
        assertThat(bucket.erase("one/", 3)).isEqualTo(10);
        assertThat(server.versions()).isZero();
    }
}
