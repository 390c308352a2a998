package io.consilium.worker;

import io.consilium.topic.Lane;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ShareConsumer;

/** Clients of a worker that ends in the moment in which it would acknowledge. */
final class CrashingClients extends Clients {
    CrashingClients(WorkerSettings settings) {
        super(settings);
    }

    @Override
    @SuppressWarnings("unchecked") // a proxy of the same interface
    ShareConsumer<byte[], byte[]> consumer(Lane lane, int number, int most) {
        ShareConsumer<byte[], byte[]> consumer = super.consumer(lane, number, most);
        return (ShareConsumer<byte[], byte[]>) Proxy.newProxyInstance(
                ShareConsumer.class.getClassLoader(), new Class<?>[] {ShareConsumer.class}, (proxy, method, given) -> {
                    if (given != null && given.length > 1 && given[1] == AcknowledgeType.ACCEPT) {
                        throw new IllegalStateException("crash before the acknowledgement");
                    }
                    try {
                        return method.invoke(consumer, given);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
