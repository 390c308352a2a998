package io.consilium.topic;

import io.consilium.problem.ConfigurationException;
import io.consilium.problem.RootCause;
import io.consilium.problem.TransientException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;

/** Opens an admin client to brokers that answer and let this process in, or says why there are none. */
public final class BrokerAccess {
    private BrokerAccess() {}

    /**
     * @return a client for the caller to close
     * @throws ConfigurationException when the brokers do not accept who this process is, or the other way round
     * @throws TransientException when none answers within that time
     */
    public static Admin open(KafkaConnection kafka, Duration within) {
        int millis = (int) within.toMillis();
        Admin admin = admin(kafka, millis);
        try {
            admin.describeCluster().nodes().get();
            return admin;
        } catch (ExecutionException e) {
            admin.close(Duration.ZERO);
            if (e.getCause() instanceof AuthenticationException) {
                throw refused(kafka, e.getCause());
            }
            throw new TransientException(
                    "no broker answers at " + kafka + " within " + within.toSeconds()
                            + " s; check that they run, that the addresses are right, and that --kafka names their"
                            + " security.protocol (" + RootCause.message(e) + ")",
                    e);
        } catch (InterruptedException e) {
            admin.close(Duration.ZERO);
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted while the brokers were asked", e);
        }
    }

    private static Admin admin(KafkaConnection kafka, int millis) {
        try {
            return Admin.create(kafka.with(Map.of(
                    AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                    millis,
                    AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                    millis)));
        } catch (KafkaException e) {
            throw new ConfigurationException(
                    "A Kafka client cannot be made of " + kafka,
                    List.of(RootCause.message(e) + "; see --bootstrap and --kafka"));
        }
    }

    private static ConfigurationException refused(KafkaConnection kafka, Throwable why) {
        return new ConfigurationException(
                "The brokers at " + kafka.bootstrap() + " and this process do not accept each other",
                List.of(RootCause.message(why)
                        + "; check user, password and certificates that --kafka names, and until when"
                        + " the certificates of both sides are valid"));
    }
}
