package io.consilium.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A certificate authority of the JDK's keytool, and certificates that it signs. All passwords are {@code changeit}. */
final class Certificates {
    static final String PASSWORD = "changeit";

    private final Path directory;

    Certificates(Path directory) throws IOException, InterruptedException {
        this.directory = directory;
        keytool(
                "-genkeypair",
                "-keystore",
                "ca.p12",
                "-alias",
                "ca",
                "-dname",
                "CN=ca",
                "-keyalg",
                "EC",
                "-ext",
                "bc:c");
        keytool("-exportcert", "-keystore", "ca.p12", "-alias", "ca", "-rfc", "-file", "ca.pem");
    }

    /** What those trust who trust the authority, as PEM. */
    Path authority() {
        return directory.resolve("ca.pem");
    }

    /** A key store with a server's key, whose certificate was valid for a day and is so no more. */
    Path expired() throws IOException, InterruptedException {
        keytool("-genkeypair", "-keystore", "server.p12", "-alias", "server", "-dname", "CN=server", "-keyalg", "EC");
        keytool("-certreq", "-keystore", "server.p12", "-alias", "server", "-file", "server.csr");
        keytool(
                "-gencert",
                "-keystore",
                "ca.p12",
                "-alias",
                "ca",
                "-infile",
                "server.csr",
                "-outfile",
                "server.pem",
                "-rfc",
                "-startdate",
                "-3d",
                "-validity",
                "1",
                "-ext",
                "san=ip:127.0.0.1");
        keytool("-importcert", "-keystore", "server.p12", "-alias", "ca", "-file", "ca.pem", "-noprompt");
        keytool("-importcert", "-keystore", "server.p12", "-alias", "server", "-file", "server.pem", "-noprompt");
        return directory.resolve("server.p12");
    }

    private void keytool(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("-storepass", PASSWORD));
        Path said = directory.resolve("keytool.log");
        int status = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start()
                .waitFor();
        if (status != 0) {
            throw new AssertionError("keytool: " + Files.readString(said));
        }
    }
}
