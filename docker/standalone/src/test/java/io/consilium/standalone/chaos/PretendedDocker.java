package io.consilium.standalone.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A script that answers as the docker command does about a few containers, and remembers what it was told to do. */
final class PretendedDocker {
    private static final String SCRIPT = """
            #!/bin/sh
            cd "$(dirname "$0")"
            case $1 in
            ps)
              for id in *.pid; do echo "${id%.pid} ${id%.pid}"; done
              ;;
            inspect)
              case $3 in
              *Id*) shift 3; for id in "$@"; do echo "$id $(cat "$id.pid")"; done ;;
              *Pid*) cat "$4.pid" ;;
              *) echo 4711 ;;
              esac
              ;;
            *)
              echo "$*" >>told
              case $1 in
              start) echo 77 >"$2.pid" ;;
              kill) test "$(cat "$4.pid")" != 0 && echo 0 >"$4.pid" ;;
              esac
              ;;
            esac
            """;

    private final Path directory;

    PretendedDocker(Path directory) throws IOException {
        this.directory = directory;
        Files.writeString(directory.resolve("docker"), SCRIPT);
        Files.writeString(directory.resolve("told"), "");
        if (!directory.resolve("docker").toFile().setExecutable(true)) {
            throw new IOException(directory + " allows no scripts");
        }
    }

    Docker docker() {
        return new Docker(directory.resolve("docker").toString());
    }

    /** The container of a service, which is its id too; 0 when it does not run. */
    void process(String service, int pid) throws IOException {
        Files.writeString(directory.resolve(service + ".pid"), pid + "\n");
    }

    List<String> told() throws IOException {
        return Files.readAllLines(directory.resolve("told"));
    }
}
