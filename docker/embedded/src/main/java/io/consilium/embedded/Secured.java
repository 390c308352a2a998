package io.consilium.embedded;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How an embedded broker makes its clients prove who they are. What no access rule allows them is refused; only the
 * administrator needs no rules.
 *
 * @param settings of the broker, by Kafka's names
 * @param passwords that it knows from the beginning, by principal
 */
public record Secured(Map<String, String> settings, Map<String, String> passwords) {
    /** Who may do everything. */
    public static final String ADMINISTRATOR = "administrator";

    /** Everybody on this machine may do everything. */
    public static final Secured NOT = new Secured(Map.of(), Map.of());

    private static final String BROKER = "broker";
    private static final String CLIENT = "listener.name.client.";
    private static final String CONTROLLER = "listener.name.controller.";

    /** The common name is the principal, wherever it stands among the others. */
    private static final String COMMON_NAME = "RULE:^(?:.*,)?CN=([^,]+).*$/$1/,DEFAULT";

    public Secured {
        settings = Map.copyOf(settings);
        passwords = Map.copyOf(passwords);
    }

    /**
     * By passwords (SASL/SCRAM).
     *
     * @param own the broker's own password
     * @param passwords by principal, the administrator's among them
     */
    public static Secured byPassword(String own, Map<String, String> passwords) {
        Map<String, String> settings = rules(own);
        settings.put("listener.security.protocol.map", "CLIENT:SASL_PLAINTEXT,CONTROLLER:SASL_PLAINTEXT");
        settings.put("sasl.mechanism.inter.broker.protocol", "SCRAM-SHA-512");
        settings.put(CLIENT + "sasl.enabled.mechanisms", "SCRAM-SHA-512");
        settings.put(
                CLIENT + "scram-sha-512.sasl.jaas.config", client(BROKER, own).get("sasl.jaas.config"));
        Map<String, String> all = new HashMap<>(passwords);
        all.put(BROKER, own);
        return new Secured(settings, all);
    }

    /**
     * By TLS certificates on both sides; the principal is a certificate's common name.
     *
     * @param own the broker's password towards its controller
     * @param keyStore PEM file with the broker's key and certificate, issued to CN={@value BROKER}
     * @param trusted PEM file with the certificates that clients' are signed with
     */
    public static Secured byCertificate(String own, Path keyStore, Path trusted) {
        Map<String, String> settings = rules(own);
        settings.put("listener.security.protocol.map", "CLIENT:SSL,CONTROLLER:SASL_PLAINTEXT");
        settings.put("ssl.principal.mapping.rules", COMMON_NAME);
        settings.put(CLIENT + "ssl.client.auth", "required");
        settings.put(CLIENT + "ssl.keystore.type", "PEM");
        settings.put(CLIENT + "ssl.keystore.location", keyStore.toString());
        settings.put(CLIENT + "ssl.truststore.type", "PEM");
        settings.put(CLIENT + "ssl.truststore.location", trusted.toString());
        return new Secured(settings, Map.of());
    }

    /** What a client of such a broker is made with. */
    public static Map<String, String> client(String principal, String password) {
        return Map.of(
                "security.protocol",
                "SASL_PLAINTEXT",
                "sasl.mechanism",
                "SCRAM-SHA-512",
                "sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"" + principal
                        + "\" password=\"" + password + "\";");
    }

    /** SCRAM passwords lie in the metadata log, which the controller is asked for: between the two it is PLAIN. */
    private static Map<String, String> rules(String own) {
        Map<String, String> settings = new HashMap<>();
        settings.put("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
        settings.put("super.users", "User:" + BROKER + ";User:" + ADMINISTRATOR);
        settings.put("sasl.mechanism.controller.protocol", "PLAIN");
        settings.put(CONTROLLER + "sasl.enabled.mechanisms", "PLAIN");
        settings.put(
                CONTROLLER + "plain.sasl.jaas.config",
                "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"" + BROKER
                        + "\" password=\"" + own + "\" user_" + BROKER + "=\"" + own + "\";");
        return settings;
    }

    Map<String, String> with(Map<String, String> others) {
        Map<String, String> all = new HashMap<>(others);
        all.putAll(settings);
        return all;
    }

    List<String> scramArguments() {
        return new TreeMap<>(passwords)
                .entrySet().stream()
                        .map(user -> "SCRAM-SHA-512=[name=" + user.getKey() + ",password=" + user.getValue() + "]")
                        .toList();
    }

    /** Names who is known, and no password. */
    @Override
    public String toString() {
        return "secured for " + passwords.keySet();
    }
}
