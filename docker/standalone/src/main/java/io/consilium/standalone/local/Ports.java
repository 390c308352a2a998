package io.consilium.standalone.local;

import io.consilium.problem.FatalException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/**
 * Gives out ports that nobody uses, each once. They lie below those that systems give to outgoing connections: a process
 * that is started again finds its port free. Belongs to one thread.
 */
public final class Ports {
    private static final int FIRST = 20_000;
    private static final int END = 32_000;

    private int next;

    /** Runs that begin at the same time look in different places. */
    public Ports() {
        next = FIRST + (int) (ProcessHandle.current().pid() * 97 % (END - FIRST));
    }

    public int free() {
        for (int tried = 0; tried < END - FIRST; tried++) {
            int port = next;
            next = next + 1 < END ? next + 1 : FIRST;
            if (nobodyUses(port)) {
                return port;
            }
        }
        throw new FatalException("no port from " + FIRST + " to " + END + " is free");
    }

    private static boolean nobodyUses(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
