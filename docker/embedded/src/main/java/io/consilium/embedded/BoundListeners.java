package io.consilium.embedded;

import io.consilium.problem.FatalException;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.server.ServerSocketFactory;

/**
 * The broker's two sockets on the loopback interface, bound before anything is configured: a free port cannot be lost
 * to somebody else in between. The broker takes them over one by one; closing closes those that it never took.
 */
final class BoundListeners implements AutoCloseable {
    private static final String LOOPBACK = "127.0.0.1";

    private final Map<String, ServerSocketChannel> waiting = new ConcurrentHashMap<>();
    private final String clientAddress;
    private final String controllerAddress;

    /** @param port of the clients' listener; 0 for any that is free */
    BoundListeners(int port) {
        try {
            clientAddress = bind(BrokerSettings.CLIENT_LISTENER, port);
            controllerAddress = bind(BrokerSettings.CONTROLLER_LISTENER, 0);
        } catch (BindException e) {
            close();
            throw new FatalException(
                    "Port " + port + " is taken (" + e.getMessage()
                            + "); stop the program that uses it or choose another port.",
                    e);
        } catch (IOException e) {
            close();
            throw new FatalException("The broker cannot listen on " + LOOPBACK + ": " + e.getMessage(), e);
        }
    }

    String clientAddress() {
        return clientAddress;
    }

    String controllerAddress() {
        return controllerAddress;
    }

    ServerSocketFactory factory() {
        return (listener, address, backlog, receiveBuffer) -> {
            ServerSocketChannel bound = waiting.remove(listener);
            if (bound == null) {
                return ServerSocketFactory.INSTANCE.openServerSocket(listener, address, backlog, receiveBuffer);
            }
            bound.configureBlocking(false);
            return bound;
        };
    }

    @Override
    public void close() {
        for (ServerSocketChannel channel : waiting.values()) {
            try {
                channel.close();
            } catch (IOException e) {
                throw new FatalException("a socket of the broker cannot be closed", e);
            }
        }
        waiting.clear();
    }

    private String bind(String listener, int port) throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open();
        waiting.put(listener, channel);
        channel.bind(new InetSocketAddress(LOOPBACK, port));
        return LOOPBACK + ":" + channel.socket().getLocalPort();
    }
}
