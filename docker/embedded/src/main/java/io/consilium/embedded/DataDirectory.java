package io.consilium.embedded;

import io.consilium.problem.FatalException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.Reader;
import java.io.Writer;
import java.lang.module.ModuleDescriptor.Version;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.AppInfoParser;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * The broker's directory: locked against other processes while open, formatted on first use, refused when a newer Kafka
 * wrote it.
 *
 * <p>Holds {@code broker.lock} (with the owner's process id), {@code broker.properties} (which Kafka wrote it) and
 * {@code log} (Kafka's own files). Formatting happens aside and is renamed into place, so a crash cannot leave half of
 * it.
 */
final class DataDirectory implements AutoCloseable {
    /** Kafka leaves this file when it stops and takes it away when it starts. */
    private static final String CLEAN_SHUTDOWN = ".kafka_cleanshutdown";

    private static final String KAFKA_VERSION = "kafka.version";

    private final Path root;
    private final FileChannel lockFile;

    private DataDirectory(Path root, FileChannel lockFile) {
        this.root = root;
        this.lockFile = lockFile;
    }

    /** @throws FatalException when the directory cannot be written, is in use, or was written by a newer Kafka */
    static DataDirectory open(Path directory, Secured secured) {
        Path root = directory.toAbsolutePath().normalize();
        try {
            Files.createDirectories(root);
            DataDirectory opened = new DataDirectory(root, lock(root));
            opened.prepareOrRelease(secured);
            return opened;
        } catch (IOException e) {
            throw new FatalException(
                    "The data directory " + root + " cannot be written (" + e
                            + "); choose another one or change its permissions.",
                    e);
        }
    }

    Path logs() {
        return root.resolve("log");
    }

    /** Whether the broker that used the directory last was stopped without a chance to say so. */
    boolean crashed() {
        return Files.exists(logs().resolve("__cluster_metadata-0")) && !Files.exists(logs().resolve(CLEAN_SHUTDOWN));
    }

    @Override
    public void close() {
        try {
            lockFile.close();
        } catch (IOException e) {
            throw new FatalException("the lock of " + root + " cannot be released", e);
        }
    }

    private static FileChannel lock(Path root) throws IOException {
        Path file = root.resolve("broker.lock");
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        if (!locked(channel)) {
            channel.close();
            throw new FatalException("The data directory " + root + " is in use by process "
                    + Files.readString(file).strip() + "; stop that process or choose another directory.");
        }
        byte[] owner = (ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII);
        channel.truncate(0).write(ByteBuffer.wrap(owner), 0);
        return channel;
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException heldByThisJvm) {
            return false;
        }
    }

    private void prepareOrRelease(Secured secured) throws IOException {
        try {
            prepare(secured);
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    private void prepare(Secured secured) throws IOException {
        if (Files.exists(logs())) {
            requireReadable();
        } else {
            format(secured);
        }
        writeVersion();
    }

    private Path versionFile() {
        return root.resolve("broker.properties");
    }

    private void requireReadable() throws IOException {
        if (!Files.exists(versionFile())) {
            throw new FatalException(logs() + " exists, but " + versionFile()
                    + " does not: Consilium did not write this directory; choose another one.");
        }
        Properties written = new Properties();
        try (Reader reader = Files.newBufferedReader(versionFile())) {
            written.load(reader);
        }
        String theirs = written.getProperty(KAFKA_VERSION, "unknown");
        if (!readable(theirs)) {
            throw new FatalException("The data directory " + root + " was written by Kafka " + theirs
                    + "; this is Kafka " + AppInfoParser.getVersion()
                    + ", which cannot read it: use the newer Consilium or another directory.");
        }
    }

    private static boolean readable(String version) {
        try {
            return Version.parse(version).compareTo(Version.parse(AppInfoParser.getVersion())) <= 0;
        } catch (IllegalArgumentException notAVersion) {
            return false;
        }
    }

    private void writeVersion() throws IOException {
        Properties ours = new Properties();
        ours.setProperty(KAFKA_VERSION, AppInfoParser.getVersion());
        Path partial = root.resolve("broker.properties.partial");
        try (Writer writer = Files.newBufferedWriter(partial)) {
            ours.store(writer, "Which Kafka wrote this directory.");
        }
        Files.move(partial, versionFile(), StandardCopyOption.ATOMIC_MOVE);
    }

    private void format(Secured secured) throws IOException {
        Path partial = root.resolve("log.partial");
        deleteTree(partial);
        Formatter formatter = new Formatter()
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                .setNodeId(BrokerSettings.NODE_ID)
                .setClusterId(Uuid.randomUuid().toString())
                .setControllerListenerName(BrokerSettings.CONTROLLER_LISTENER)
                .setMetadataLogDirectory(partial.toString())
                .setReleaseVersion(MetadataVersion.latestProduction())
                .setSupportedFeatures(Feature.PRODUCTION_FEATURES)
                .setScramArguments(secured.scramArguments())
                .setIgnoreFormatted(true);
        formatter.addDirectory(partial.toString());
        run(formatter);
        writeVersion();
        Files.move(partial, logs(), StandardCopyOption.ATOMIC_MOVE);
    }

    private void run(Formatter formatter) throws IOException {
        try {
            formatter.run();
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new FatalException("The data directory " + root + " cannot be formatted: " + e.getMessage(), e);
        }
    }

    private static void deleteTree(Path tree) throws IOException {
        if (!Files.exists(tree)) {
            return;
        }
        try (Stream<Path> files = Files.walk(tree)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
