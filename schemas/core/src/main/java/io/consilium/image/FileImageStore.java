package io.consilium.image;

import io.consilium.image.ImageStoreException.Kind;
import io.consilium.problem.FatalException;
import io.consilium.problem.TransientException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Pictures as files: {@code root/<HMAC of subject>/<HMAC of subject and content>}. Files are written whole or not at
 * all (write, sync, rename).
 */
public final class FileImageStore implements ImageStore {
    private static final Pattern ADDRESS = Pattern.compile("[0-9a-f]{32}/[0-9a-f]{64}");
    private static final String PARTIAL = ".partial";
    private static final int NAMESPACE_CHARACTERS = 32;

    private final Path root;
    private final SecretKeySpec key;

    /** @param key secret of the addresses, at least 16 bytes */
    public FileImageStore(Path root, byte[] key) {
        if (key.length < 16) {
            throw new FatalException("the image store's key has " + key.length + " bytes; at least 16 are needed");
        }
        this.root = root;
        this.key = new SecretKeySpec(key, "HmacSHA256");
    }

    @Override
    public String put(String subject, byte[] picture) {
        String address = address(subject, picture);
        Path file = root.resolve(address);
        try {
            if (Files.exists(file) && Arrays.equals(Files.readAllBytes(file), picture)) {
                return address;
            }
            Files.createDirectories(file.getParent());
            write(file, picture);
            return address;
        } catch (IOException e) {
            throw new TransientException("the image store cannot write " + file + ": " + e.getMessage(), e);
        }
    }

    @Override
    public byte[] get(String subject, String address, String caseId) {
        if (!ADDRESS.matcher(address).matches() || !address.startsWith(namespace(subject) + "/")) {
            throw new ImageStoreException(
                    Kind.BAD_ADDRESS, caseId, printable(address), "is not an address of this case's subject");
        }
        byte[] picture = read(address, caseId);
        if (!address(subject, picture).equals(address)) {
            throw new ImageStoreException(
                    Kind.CORRUPT, caseId, address, "does not fit its address: the stored file was changed");
        }
        return picture;
    }

    @Override
    public int erase(String subject) {
        Path directory = root.resolve(namespace(subject));
        if (!Files.isDirectory(directory)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(directory)) {
            List<Path> pictures = files.toList();
            for (Path picture : pictures) {
                Files.delete(picture);
            }
            Files.delete(directory);
            return (int) pictures.stream().filter(FileImageStore::isWhole).count();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot erase " + directory, e);
        }
    }

    /** Not what a crash left of a write. */
    private static boolean isWhole(Path picture) {
        return !picture.getFileName().toString().endsWith(PARTIAL);
    }

    private byte[] read(String address, String caseId) {
        try {
            return Files.readAllBytes(root.resolve(address));
        } catch (NoSuchFileException e) {
            throw new ImageStoreException(Kind.MISSING, caseId, address, "is not in the image store");
        } catch (IOException e) {
            throw new TransientException("the image store cannot read " + address + ": " + e.getMessage(), e);
        }
    }

    private static void write(Path file, byte[] picture) throws IOException {
        Path partial = Files.createTempFile(file.getParent(), ".", PARTIAL);
        try (FileChannel channel = FileChannel.open(partial, StandardOpenOption.WRITE)) {
            ByteBuffer buffer = ByteBuffer.wrap(picture);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
        Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private String address(String subject, byte[] picture) {
        String namespace = namespace(subject);
        byte[] bound = ByteBuffer.allocate(namespace.length() + picture.length)
                .put(namespace.getBytes(StandardCharsets.US_ASCII))
                .put(picture)
                .array();
        return namespace + "/" + hmac(bound);
    }

    private String namespace(String subject) {
        return hmac(("subject:" + subject).getBytes(StandardCharsets.UTF_8)).substring(0, NAMESPACE_CHARACTERS);
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
