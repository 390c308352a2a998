package io.consilium.containers;

import java.nio.file.Files;
import java.nio.file.Path;

/** Whether this machine has a Docker Engine; without one the tests that need it are left out, and CI fails. */
final class DockerEngine {
    private DockerEngine() {}

    static boolean isThere() {
        return System.getenv("DOCKER_HOST") != null || Files.exists(Path.of("/var/run/docker.sock"));
    }
}
