package io.consilium.embedded;

import io.consilium.problem.FatalException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import kafka.server.FaultHandlerFactory;
import org.apache.kafka.common.utils.Exit;
import org.apache.kafka.server.fault.FaultHandler;
import org.apache.kafka.server.fault.FaultHandlerException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the broker does instead of ending the JVM: the first fault that would have ended it completes {@link #first()},
 * and the thread that met it gets an exception. Safe for threads.
 */
final class BrokerFaults implements FaultHandlerFactory {
    private static final Logger LOG = LoggerFactory.getLogger(BrokerFaults.class);

    private final CompletableFuture<FatalException> first = new CompletableFuture<>();

    /** Kafka's exit procedures belong to the process; the broker that started last owns them. */
    void ownExits() {
        Exit.setExitProcedure((code, message) -> {
            throw ended("exit", code, message);
        });
        Exit.setHaltProcedure((code, message) -> {
            throw ended("halt", code, message);
        });
    }

    CompletionStage<FatalException> first() {
        return first.minimalCompletionStage();
    }

    @Override
    public FaultHandler build(String name, boolean fatal, Runnable action) {
        return (message, cause) -> {
            LOG.error("event=broker-fault handler='{}' fatal={} message='{}'", name, fatal, message, cause);
            action.run();
            FaultHandlerException fault = new FaultHandlerException(name + ": " + message, cause);
            if (fatal) {
                first.complete(new FatalException("The embedded broker failed: " + fault.getMessage(), fault));
            }
            return fault;
        };
    }

    private FatalException ended(String how, int code, String message) {
        FatalException fault =
                new FatalException("The embedded broker wanted to " + how + " with code " + code + ": " + message);
        first.complete(fault);
        return fault;
    }
}
