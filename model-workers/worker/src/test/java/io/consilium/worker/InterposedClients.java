package io.consilium.worker;

import io.consilium.topic.Lane;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.clients.consumer.ShareConsumer;

/** Clients of a worker whose consumers do something else before what they are asked for. */
final class InterposedClients extends Clients {
    private final Before before;

    InterposedClients(WorkerSettings settings, Before before) {
        super(settings);
        this.before = before;
    }

    /** What it throws, the caller of the consumer gets. */
    interface Before {
        void call(String method, List<Object> given);
    }

    @Override
    @SuppressWarnings("unchecked") // a proxy of the same interface
    ShareConsumer<byte[], byte[]> consumer(Lane lane, int number, int most) {
        ShareConsumer<byte[], byte[]> consumer = super.consumer(lane, number, most);
        return (ShareConsumer<byte[], byte[]>) Proxy.newProxyInstance(
                ShareConsumer.class.getClassLoader(), new Class<?>[] {ShareConsumer.class}, (proxy, method, given) -> {
                    before.call(method.getName(), given == null ? List.of() : Arrays.asList(given));
                    try {
                        return method.invoke(consumer, given);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
