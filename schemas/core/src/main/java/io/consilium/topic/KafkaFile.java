package io.consilium.topic;

import io.consilium.problem.ConfigurationException;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigTransformer;
import org.apache.kafka.common.config.provider.ConfigProvider;
import org.apache.kafka.common.config.provider.DirectoryConfigProvider;
import org.apache.kafka.common.config.provider.EnvVarConfigProvider;
import org.apache.kafka.common.config.provider.FileConfigProvider;

/**
 * A properties file of connection settings. What it may hold is what every Kafka client knows: security, time-outs,
 * sockets; how a client reads or writes is the service's own business.
 */
final class KafkaFile {
    private static final String REGISTRY = "schema.registry.";
    private static final Set<String> COMMON = common();
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{(?:env|file|directory):[^}]*}");

    private final Path file;
    private final Map<String, String> written;
    private final List<String> problems = new ArrayList<>();

    private KafkaFile(Path file, Map<String, String> written) {
        this.file = file;
        this.written = written;
    }

    static KafkaFile read(Path file) {
        Properties properties = new Properties();
        try (Reader in = Files.newBufferedReader(file)) {
            properties.load(in);
        } catch (IOException | IllegalArgumentException e) {
            throw new ConfigurationException(
                    "The Kafka settings cannot be read", List.of(file.toAbsolutePath() + ": " + e));
        }
        Map<String, String> written = new TreeMap<>();
        properties.stringPropertyNames().forEach(name -> written.put(name, properties.getProperty(name)));
        return new KafkaFile(file, written);
    }

    KafkaConnection connection(String bootstrap) {
        Map<String, String> clients = new HashMap<>();
        Map<String, String> registry = new HashMap<>();
        written.forEach((name, value) -> {
            if (name.startsWith(REGISTRY)) {
                registry.put(name.substring(REGISTRY.length()), resolved(name, value));
            } else if (COMMON.contains(name)) {
                clients.put(name, resolved(name, value));
            } else {
                problems.add(name + ": not a setting that every Kafka client knows; "
                        + "security.*, sasl.*, ssl.*, time-outs and schema.registry.* belong here");
            }
        });
        if (problems.isEmpty()) {
            check(clients);
        }
        if (!problems.isEmpty()) {
            throw new ConfigurationException(file + " has errors", problems);
        }
        return new KafkaConnection(bootstrap, clients, registry);
    }

    /** The value with its secrets in it; the messages name where a secret should be and never what is there. */
    private String resolved(String name, String value) {
        Map<String, ConfigProvider> providers = Map.of(
                "env", new EnvVarConfigProvider(),
                "file", new FileConfigProvider(),
                "directory", new DirectoryConfigProvider());
        providers.values().forEach(provider -> provider.configure(Map.of()));
        String found;
        try {
            found = new ConfigTransformer(providers)
                    .transform(Map.of(name, value))
                    .data()
                    .get(name);
        } catch (ConfigException e) {
            problems.add(name + ": " + e.getMessage());
            return "";
        }
        Matcher missing = REFERENCE.matcher(value);
        while (missing.find()) {
            if (found.contains(missing.group())) {
                problems.add(name + ": there is no " + missing.group());
            }
        }
        return found;
    }

    /** Types and allowed values, as a client would check them; Kafka hides passwords in what it says. */
    private void check(Map<String, String> clients) {
        try {
            new AbstractConfig(AdminClientConfig.configDef(), with(clients), false);
        } catch (ConfigException e) {
            problems.add(e.getMessage());
        }
    }

    private static Map<String, String> with(Map<String, String> clients) {
        Map<String, String> all = new HashMap<>(clients);
        all.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, "localhost:1");
        return all;
    }

    private static Set<String> common() {
        Set<String> names = new TreeSet<>(AdminClientConfig.configNames());
        names.retainAll(ConsumerConfig.configNames());
        names.retainAll(ProducerConfig.configNames());
        names.removeAll(Set.of(
                CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG,
                CommonClientConfigs.CLIENT_ID_CONFIG,
                AbstractConfig.CONFIG_PROVIDERS_CONFIG));
        return Set.copyOf(names);
    }
}
