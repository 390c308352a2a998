package io.consilium.topic;

import io.consilium.problem.ConfigurationException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.config.SslConfigs;

/**
 * How every Kafka client of a process reaches the cluster, and how its registry client proves who it is. Printed, it
 * shows the names of its settings and none of their values, which may be secrets.
 *
 * @param bootstrap addresses of brokers; one that answers is enough
 * @param settings for every Kafka client, by Kafka's names
 * @param registry for the schema registry's client, by its names
 */
public record KafkaConnection(String bootstrap, Map<String, String> settings, Map<String, String> registry) {
    private static final Pattern ADDRESSES = Pattern.compile("[^,:\\s]+:\\d{1,5}(,[^,:\\s]+:\\d{1,5})*");

    /** @throws ConfigurationException when the addresses are none */
    public KafkaConnection {
        settings = Map.copyOf(settings);
        registry = Map.copyOf(registry);
        if (!ADDRESSES.matcher(bootstrap).matches()) {
            throw new ConfigurationException(
                    "The brokers cannot be found",
                    List.of("--bootstrap is HOST:PORT, several with commas, not " + bootstrap));
        }
    }

    /** Without any security. */
    public static KafkaConnection plain(String bootstrap) {
        return new KafkaConnection(bootstrap, Map.of(), Map.of());
    }

    /**
     * With the settings of a properties file, which may name secrets as {@code ${env:NAME}}, {@code ${file:PATH:KEY}} or
     * {@code ${directory:PATH:FILE}}; {@code schema.registry.*} is for the registry's client.
     *
     * @throws ConfigurationException with everything that is wrong with the file
     */
    public static KafkaConnection read(String bootstrap, Path file) {
        return KafkaFile.read(file).connection(bootstrap);
    }

    /** What a client is made with: its own settings, which no file can weaken, and those of the connection. */
    public Map<String, Object> with(Map<String, ?> own) {
        Map<String, Object> all = new HashMap<>(settings);
        all.putAll(own);
        if (settings.getOrDefault(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, "")
                .endsWith("SSL")) {
            all.putIfAbsent(SslConfigs.SSL_ENGINE_FACTORY_CLASS_CONFIG, RenewingSslEngines.class.getName());
        }
        all.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
        return all;
    }

    @Override
    public String toString() {
        return settings.isEmpty()
                ? bootstrap
                : bootstrap + " with " + String.join(", ", new TreeSet<>(settings.keySet()));
    }
}
