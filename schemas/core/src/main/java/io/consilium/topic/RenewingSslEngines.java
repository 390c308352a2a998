package io.consilium.topic;

import java.security.KeyStore;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLEngine;
import org.apache.kafka.common.security.auth.SslEngineFactory;
import org.apache.kafka.common.security.ssl.DefaultSslEngineFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes TLS connections with the key and certificate files as they are now. Kafka's clients read them once, when they
 * are made, and would have to be made anew before a certificate expires; with this each new connection takes a file
 * that was changed. A file that cannot be read, such as one that is half written, leaves the last good one in use.
 * Kafka makes it by name. Safe for threads.
 */
public final class RenewingSslEngines implements SslEngineFactory {
    private static final Logger LOG = LoggerFactory.getLogger(RenewingSslEngines.class);

    private Map<String, Object> settings = Map.of();
    private DefaultSslEngineFactory current = new DefaultSslEngineFactory();

    @Override
    public synchronized void configure(Map<String, ?> configs) {
        settings = new HashMap<>(configs);
        current = made();
    }

    @Override
    public SSLEngine createClientSslEngine(String host, int port, String endpointIdentification) {
        return current().createClientSslEngine(host, port, endpointIdentification);
    }

    @Override
    public SSLEngine createServerSslEngine(String host, int port) {
        return current().createServerSslEngine(host, port);
    }

    @Override
    public synchronized boolean shouldBeRebuilt(Map<String, Object> next) {
        return current.shouldBeRebuilt(next);
    }

    @Override
    public synchronized Set<String> reconfigurableConfigs() {
        return current.reconfigurableConfigs();
    }

    @Override
    public synchronized KeyStore keystore() {
        return current.keystore();
    }

    @Override
    public synchronized KeyStore truststore() {
        return current.truststore();
    }

    private synchronized DefaultSslEngineFactory current() {
        if (current.shouldBeRebuilt(settings)) {
            try {
                current = made();
                LOG.info("event=certificates-renewed");
            } catch (RuntimeException e) {
                LOG.warn("event=certificates-unreadable, the old ones stay in use: {}", e.getMessage());
            }
        }
        return current;
    }

    private DefaultSslEngineFactory made() {
        DefaultSslEngineFactory made = new DefaultSslEngineFactory();
        made.configure(settings);
        return made;
    }

    @Override
    public synchronized void close() {
        current.close();
    }
}
