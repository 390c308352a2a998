package io.consilium.image;

import io.consilium.problem.TransientException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Pictures as files below a root, at their {@linkplain ImageAddresses addresses}. Files are written whole or not at
 * all (write, sync, rename).
 */
public final class FileImageStore implements ImageStore {
    private static final String PARTIAL = ".partial";

    private final Path root;
    private final ImageAddresses addresses;

    /** @param key secret of the addresses, at least 16 bytes */
    public FileImageStore(Path root, byte[] key) {
        this.root = root;
        this.addresses = new ImageAddresses(key);
    }

    @Override
    public String put(String subject, byte[] picture) {
        String address = addresses.of(subject, picture);
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
        addresses.require(subject, address, caseId);
        return addresses.proven(subject, address, caseId, read(address, caseId));
    }

    @Override
    public int erase(String subject) {
        Path directory = root.resolve(addresses.namespace(subject));
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
            throw ImageAddresses.missing(address, caseId);
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
}
