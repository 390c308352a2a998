package io.consilium.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.consilium.image.ImageStoreException.Kind;
import io.consilium.problem.FatalException;
import io.consilium.problem.TransientException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileImageStoreTest {
    private static final String SUBJECT = "synthetic-subject";
    private static final byte[] PICTURE = {(byte) 0x89, 'P', 'N', 'G', 1, 2, 3};

    @TempDir
    Path root;

    private FileImageStore store;

    @BeforeEach
    void open() {
        store = store("a key of enough bytes");
    }

    @Test
    void givesBackWhatItWasGiven() {
        String address = store.put(SUBJECT, PICTURE);
        assertThat(store.get(SUBJECT, address, "c-1")).isEqualTo(PICTURE);
        assertThat(store("a key of enough bytes").get(SUBJECT, address, "c-1")).isEqualTo(PICTURE);
        assertThat(store.get(SUBJECT, store.put(SUBJECT, new byte[0]), "c-1")).isEmpty();
    }

    @Test
    void namesNobodyInItsAddresses() throws IOException {
        String address = store.put(SUBJECT, PICTURE);
        assertThat(address).matches("[0-9a-f]{32}/[0-9a-f]{64}").doesNotContain(SUBJECT);
        assertThat(files()).containsExactly(root.resolve(address));
    }

    @Test
    void givesAddressesThatOnlyTheKeyExplains() {
        String address = store.put(SUBJECT, PICTURE);
        assertThat(store("another key, also enough").put(SUBJECT, PICTURE)).isNotEqualTo(address);
        assertThat(store.put("synthetic-other", PICTURE)).isNotEqualTo(address);
        assertThat(store.put(SUBJECT, new byte[] {1})).isNotEqualTo(address);
    }

    @Test
    void keepsTheSamePictureOnce() throws IOException {
        String address = store.put(SUBJECT, PICTURE);
        FileTime past = FileTime.fromMillis(1_000_000);
        Files.setLastModifiedTime(root.resolve(address), past);
        assertThat(store.put(SUBJECT, PICTURE)).isEqualTo(address);
        assertThat(Files.getLastModifiedTime(root.resolve(address))).isEqualTo(past);
        assertThat(files()).hasSize(1);
    }

    @Test
    void mendsACorruptPictureWhenItComesAgain() throws IOException {
        String address = store.put(SUBJECT, PICTURE);
        Files.write(root.resolve(address), new byte[] {9});
        assertThat(kind(SUBJECT, address)).isEqualTo(Kind.CORRUPT);
        store.put(SUBJECT, PICTURE);
        assertThat(store.get(SUBJECT, address, "c-1")).isEqualTo(PICTURE);
    }

    @Test
    void noticesACorruptPicture() throws IOException {
        String address = store.put(SUBJECT, PICTURE);
        Path file = root.resolve(address);
        byte[] stored = Files.readAllBytes(file);
        for (byte[] wrong : List.of(new byte[0], new byte[] {1}, flipped(stored))) {
            Files.write(file, wrong);
            assertThatThrownBy(() -> store.get(SUBJECT, address, "c-17"))
                    .isInstanceOf(ImageStoreException.class)
                    .hasMessageContaining("case c-17")
                    .hasMessageContaining("was changed");
        }
    }

    @Test
    void saysWhenAPictureIsMissing() {
        String address = store.put(SUBJECT, PICTURE);
        store.erase(SUBJECT);
        assertThat(kind(SUBJECT, address)).isEqualTo(Kind.MISSING);
        assertThatThrownBy(() -> store.get(SUBJECT, address, "c-17")).hasMessageContaining("case c-17");
    }

    @Test
    void keepsSubjectsApart() {
        String address = store.put("synthetic-other", PICTURE);
        assertThat(kind(SUBJECT, address)).isEqualTo(Kind.BAD_ADDRESS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "..",
                "../../etc/passwd",
                "/etc/passwd",
                "a/b",
                "NAMESPACE/../x",
                "NAMESPACE/",
                "NAMESPACE",
                "NAMESPACE/0000000000000000000000000000000000000000000000000000000000000000/../../x",
                "NAMESPACE/\u0000",
                "C:\\windows",
                "NAMESPACE\n/x",
            })
    void leavesItsDirectoryForNoAddress(String address) {
        String own = store.put(SUBJECT, PICTURE).substring(0, 32);
        assertThat(kind(SUBJECT, address.replace("NAMESPACE", own))).isEqualTo(Kind.BAD_ADDRESS);
    }

    @Test
    void showsAnAddressFromOutsideSafely() {
        assertThatThrownBy(() -> store.get(SUBJECT, "evil\n\u001b[31m" + "x".repeat(500), "c-1"))
                .hasMessageContaining("evil??")
                .satisfies(error -> assertThat(error.getMessage()).hasSizeLessThan(250));
    }

    @Test
    void erasesASubjectAndNobodyElse() throws IOException {
        store.put(SUBJECT, PICTURE);
        store.put(SUBJECT, new byte[] {1});
        String kept = store.put("synthetic-other", PICTURE);
        assertThat(store.erase(SUBJECT)).isEqualTo(2);
        assertThat(store.erase(SUBJECT)).isZero();
        assertThat(files()).containsExactly(root.resolve(kept));
        assertThat(store.put(SUBJECT, PICTURE)).isNotEmpty();
    }

    @Test
    void doesNotCountWhatACrashLeftBehind() throws IOException {
        String address = store.put(SUBJECT, PICTURE);
        Files.write(root.resolve(address).resolveSibling(".123.partial"), PICTURE);
        assertThat(store.erase(SUBJECT)).isEqualTo(1);
        assertThat(files()).isEmpty();
    }

    @Test
    void takesTheSamePictureFromManyThreads() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            Callable<String> put = () -> store.put(SUBJECT, PICTURE);
            for (Future<String> address :
                    threads.invokeAll(Stream.generate(() -> put).limit(64).toList())) {
                assertThat(store.get(SUBJECT, address.get(), "c-1")).isEqualTo(PICTURE);
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(files()).hasSize(1);
    }

    @Test
    void refusesAShortKey() {
        assertThatThrownBy(() -> store("short"))
                .isInstanceOf(FatalException.class)
                .hasMessageContaining("at least 16");
    }

    @Test
    void saysWhenItCannotWrite() throws IOException {
        Path file = Files.writeString(root.resolve("file"), "in the way");
        FileImageStore blocked = new FileImageStore(file, "a key of enough bytes".getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> blocked.put(SUBJECT, PICTURE)).isInstanceOf(TransientException.class);
    }

    private FileImageStore store(String key) {
        return new FileImageStore(root, key.getBytes(StandardCharsets.UTF_8));
    }

    private Kind kind(String subject, String address) {
        return catchThrowableOfType(ImageStoreException.class, () -> store.get(subject, address, "c-1"))
                .kind();
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private static byte[] flipped(byte[] bytes) {
        byte[] flipped = bytes.clone();
        flipped[flipped.length - 1] ^= 1;
        return flipped;
    }
}
