package io.consilium.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Certificates of an authority that exists for one test, made by the JDK's keytool. */
final class TestCertificates {
    private static final String PASSWORD = "of-a-test";
    private static final String AUTHORITY = "authority";
    private static final Base64.Encoder PEM = Base64.getMimeEncoder(64, new byte[] {'\n'});

    private final Path store;
    private final AtomicInteger issued = new AtomicInteger();

    TestCertificates(Path directory) {
        store = directory.resolve("test-certificates.p12");
        keytool("-alias", AUTHORITY, "-dname", "CN=" + AUTHORITY, "-ext", "bc:critical=ca:true", "-validity", "2");
    }

    /** Writes a new key and its certificate over whatever the file holds. */
    Path issue(String principal, Path file) {
        return issue(principal, file, "-validity", "2");
    }

    Path issueExpired(String principal, Path file) {
        return issue(principal, file, "-startdate", "-10d", "-validity", "1");
    }

    /** Writes what everybody trusts. */
    Path trusted(Path file) {
        return write(file, List.of(pem("CERTIFICATE", encoded(authority()))));
    }

    Certificate authority() {
        return chain(AUTHORITY)[0];
    }

    private Path issue(String principal, Path file, String... validity) {
        String alias = "issued-" + issued.incrementAndGet();
        List<String> words = new ArrayList<>(List.of("-alias", alias, "-signer", AUTHORITY));
        words.addAll(List.of("-dname", "CN=" + principal + ",O=Consilium", "-ext", "san=ip:127.0.0.1"));
        words.addAll(List.of(validity));
        keytool(words.toArray(String[]::new));
        List<String> parts = new ArrayList<>();
        parts.add(pem("PRIVATE KEY", key(alias)));
        for (Certificate certificate : chain(alias)) {
            parts.add(pem("CERTIFICATE", encoded(certificate)));
        }
        return write(file, parts);
    }

    private void keytool(String... words) {
        Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        List<String> command = new ArrayList<>(List.of(keytool.toString(), "-genkeypair", "-keyalg", "EC"));
        command.addAll(List.of("-groupname", "secp256r1", "-storetype", "PKCS12"));
        command.addAll(List.of("-keystore", store.toString(), "-storepass", PASSWORD));
        command.addAll(List.of(words));
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes());
            if (process.waitFor() != 0) {
                throw new AssertionError("keytool failed: " + said);
            }
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private byte[] key(String alias) {
        try {
            return opened().getKey(alias, PASSWORD.toCharArray()).getEncoded();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private Certificate[] chain(String alias) {
        try {
            return opened().getCertificateChain(alias);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private KeyStore opened() throws GeneralSecurityException {
        try (InputStream in = Files.newInputStream(store)) {
            KeyStore opened = KeyStore.getInstance("PKCS12");
            opened.load(in, PASSWORD.toCharArray());
            return opened;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] encoded(Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static String pem(String what, byte[] content) {
        return "-----BEGIN " + what + "-----\n" + PEM.encodeToString(content) + "\n-----END " + what + "-----\n";
    }

    private static Path write(Path file, List<String> parts) {
        try {
            return Files.writeString(file, String.join("", parts));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
