package io.consilium.trainer.reproduce;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.consilium.digest.Digest;
import io.consilium.problem.FatalException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Stream;

/**
 * Finished work, each piece in a directory named by a hash of all that decides it: what lies there is not made again. A piece
 * counts once its {@value #MADE} is written, which lists the hash of each of its files; a piece that was changed since is
 * refused.
 */
final class Shelf {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String MADE = "made.json";
    private static final int SHORT = 16;

    private final Path directory;

    Shelf(Path directory) {
        this.directory = directory;
    }

    /** The place of a piece, be it there or not. */
    Place place(String kind, SortedMap<String, String> facts) {
        String[] parts = facts.entrySet().stream()
                .flatMap(fact -> Stream.of(fact.getKey(), fact.getValue()))
                .toArray(String[]::new);
        String hash = Digest.of(parts).substring(0, SHORT);
        return new Place(directory.resolve(kind).resolve(hash), facts);
    }

    /** Where a piece lies or will lie. */
    record Place(Path directory, SortedMap<String, String> facts) {
        /** A short name of all that decides the piece. */
        String hash() {
            return directory.getFileName().toString();
        }

        /** @throws FatalException when the piece is there, but not as it was made */
        boolean isFinished() {
            if (!Files.exists(directory.resolve(MADE))) {
                return false;
            }
            ObjectNode files = (ObjectNode) made().required("files");
            for (Path file : files()) {
                String name = name(file);
                if (!digest(file).equals(files.path(name).asText())) {
                    throw damaged(name + " is not what was written");
                }
                files.remove(name);
            }
            if (!files.isEmpty()) {
                throw damaged(files.fieldNames().next() + " is gone");
            }
            return true;
        }

        /** What the piece was finished with. */
        ObjectNode result() {
            return (ObjectNode) made().required("result");
        }

        /** Takes away what an interrupted start left. */
        void begin() {
            try {
                if (Files.exists(directory)) {
                    for (Path each : walk(Comparator.reverseOrder())) {
                        Files.delete(each);
                    }
                }
                Files.createDirectories(directory);
            } catch (IOException e) {
                throw unusable(e);
            }
        }

        void finish(ObjectNode result) {
            ObjectNode made = JSON.createObjectNode();
            made.set("facts", JSON.valueToTree(facts));
            made.set("result", result);
            ObjectNode hashes = made.putObject("files");
            files().forEach(file -> hashes.put(name(file), digest(file)));
            replace(directory.resolve(MADE), made.toPrettyString() + "\n");
        }

        private ObjectNode made() {
            try {
                return (ObjectNode) JSON.readTree(Files.readString(directory.resolve(MADE)));
            } catch (JsonProcessingException | ClassCastException e) {
                throw damaged(MADE + " is no JSON object");
            } catch (IOException e) {
                throw unusable(e);
            }
        }

        private String name(Path file) {
            return directory.relativize(file).toString().replace('\\', '/');
        }

        private List<Path> files() {
            return walk(Comparator.naturalOrder()).stream()
                    .filter(Files::isRegularFile)
                    .filter(file -> !name(file).equals(MADE))
                    .toList();
        }

        private List<Path> walk(Comparator<Path> order) {
            try (Stream<Path> all = Files.walk(directory)) {
                return all.sorted(order).toList();
            } catch (IOException e) {
                throw unusable(e);
            }
        }

        private String digest(Path file) {
            try {
                return Digest.sha256(Files.readAllBytes(file));
            } catch (IOException e) {
                throw unusable(e);
            }
        }

        private FatalException damaged(String what) {
            return new FatalException(
                    directory + " is damaged: " + what + ". Delete this directory to have it made again");
        }

        private FatalException unusable(IOException e) {
            return new FatalException(directory + " cannot be used: " + e, e);
        }
    }

    /** Writes a file whole or not at all. */
    static void replace(Path file, String text) {
        Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
        try {
            Files.writeString(temporary, text);
            Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new FatalException(file + " cannot be written: " + e, e);
        }
    }
}
