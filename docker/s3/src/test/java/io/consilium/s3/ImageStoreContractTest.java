package io.consilium.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.consilium.image.FileImageStore;
import io.consilium.image.ImageStore;
import io.consilium.image.ImageStoreException;
import io.consilium.image.ImageStoreException.Kind;
import io.consilium.problem.FatalException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every image store promises, asked of each. */
class ImageStoreContractTest {
    private static final String SUBJECT = "synthetic-subject";
    private static final byte[] PICTURE = {(byte) 0x89, 'P', 'N', 'G', 1, 2, 3};

    @TempDir
    Path root;

    private S3Server server;
    private Bucket bucket;

    private enum Where {
        FILES(test -> key -> new FileImageStore(test.root, key)),
        S3(test -> key -> new S3ImageStore(test.bucket, key));

        private final Function<ImageStoreContractTest, Function<byte[], ImageStore>> opening;

        Where(Function<ImageStoreContractTest, Function<byte[], ImageStore>> opening) {
            this.opening = opening;
        }
    }

    @BeforeEach
    void start() throws Exception {
        server = S3Server.start();
        bucket = Bucket.open(S3Server.LOCATION);
    }

    @AfterEach
    void stop() {
        bucket.close();
        server.close();
    }

    @ParameterizedTest
    @EnumSource
    void shouldGiveBackWhatItWasGiven(Where where) {
        ImageStore store = store(where);
        String address = store.put(SUBJECT, PICTURE);
        assertThat(store.get(SUBJECT, address, "c-1")).isEqualTo(PICTURE);
        assertThat(store(where).get(SUBJECT, address, "c-1")).isEqualTo(PICTURE);
        assertThat(store.put(SUBJECT, PICTURE)).isEqualTo(address);
        assertThat(store.get(SUBJECT, store.put(SUBJECT, new byte[0]), "c-1")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void shouldNameAPictureAlikeWhereverItLies(Where where) {
        assertThat(store(where).put(SUBJECT, PICTURE))
                .isEqualTo(store(Where.FILES).put(SUBJECT, PICTURE));
        assertThat(store(where, "another key, also enough").put(SUBJECT, PICTURE))
                .isNotEqualTo(store(where).put(SUBJECT, PICTURE))
                .doesNotContain(SUBJECT);
    }

    @ParameterizedTest
    @EnumSource
    void shouldRefuseWhatIsNotTheSubjectsOwn(Where where) {
        ImageStore store = store(where);
        String others = store.put("synthetic-other", PICTURE);
        assertThat(kind(store, others)).isEqualTo(Kind.BAD_ADDRESS);
        assertThat(kind(store, "../" + others)).isEqualTo(Kind.BAD_ADDRESS);
    }

    @ParameterizedTest
    @EnumSource
    void shouldEraseASubjectAndNobodyElse(Where where) {
        ImageStore store = store(where);
        String erased = store.put(SUBJECT, PICTURE);
        store.put(SUBJECT, new byte[] {1});
        String kept = store.put("synthetic-other", PICTURE);

        assertThat(store.erase(SUBJECT)).isEqualTo(2);
        assertThat(store.erase(SUBJECT)).isZero();
        assertThat(kind(store, erased)).isEqualTo(Kind.MISSING);
        assertThat(store.get("synthetic-other", kept, "c-1")).isEqualTo(PICTURE);
    }

    @ParameterizedTest
    @EnumSource
    void shouldTakeTheSamePictureFromManyThreads(Where where) throws Exception {
        ImageStore store = store(where);
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            Callable<String> put = () -> store.put(SUBJECT, PICTURE);
            for (Future<String> address : threads.invokeAll(Collections.nCopies(64, put))) {
                assertThat(store.get(SUBJECT, address.get(), "c-1")).isEqualTo(PICTURE);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldRefuseAShortKey(Where where) {
        assertThatThrownBy(() -> store(where, "short")).isInstanceOf(FatalException.class);
    }

    private ImageStore store(Where where) {
        return store(where, "a key of enough bytes");
    }

    private ImageStore store(Where where, String key) {
        return where.opening.apply(this).apply(key.getBytes(StandardCharsets.UTF_8));
    }

    private static Kind kind(ImageStore store, String address) {
        return catchThrowableOfType(ImageStoreException.class, () -> store.get(SUBJECT, address, "c-1"))
                .kind();
    }
}
