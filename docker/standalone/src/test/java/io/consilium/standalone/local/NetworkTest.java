package io.consilium.standalone.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NetworkTest {
    private static final int SHORT_MS = 300;
    private static final int LONG_MS = 20_000;

    @Test
    void aLinkCarriesBothWays() throws IOException {
        try (Network network = new Network();
                ServerSocket server = listening();
                Socket client = connected(network.to(server.getLocalPort()));
                Socket served = server.accept()) {
            client.getOutputStream().write(bytes("question"));
            assertThat(read(served, 8)).isEqualTo("question");
            served.getOutputStream().write(bytes("answer"));
            assertThat(read(client, 6)).isEqualTo("answer");
        }
    }

    @Test
    void whatIsSentWhileALinkIsCutArrivesWhenItIsMended() throws IOException {
        try (Network network = new Network();
                ServerSocket server = listening()) {
            Link link = network.to(server.getLocalPort());
            try (Socket client = connected(link);
                    Socket served = server.accept()) {
                client.getOutputStream().write(bytes("before"));
                assertThat(read(served, 6)).isEqualTo("before");

                link.cut();
                client.getOutputStream().write(bytes("during"));
                served.setSoTimeout(SHORT_MS);
                assertThatThrownBy(() -> read(served, 6)).isInstanceOf(SocketTimeoutException.class);

                link.mend();
                assertThat(read(served, 6)).isEqualTo("during");
            }
        }
    }

    @Test
    void moreThanFitsIntoBuffersArrivesWhole() throws Exception {
        byte[] much = new byte[20 << 20];
        new Random(1).nextBytes(much);
        try (Network network = new Network();
                ServerSocket server = listening();
                Socket client = connected(network.to(server.getLocalPort()));
                Socket served = server.accept()) {
            Thread writer = new Thread(() -> write(client, much));
            writer.start();
            assertThat(served.getInputStream().readNBytes(much.length)).isEqualTo(much);
            writer.join();
        }
    }

    @Test
    void anEndThatClosesClosesTheOther() throws IOException {
        try (Network network = new Network();
                ServerSocket server = listening();
                Socket client = connected(network.to(server.getLocalPort()))) {
            server.accept().close();
            client.setSoTimeout(LONG_MS);
            assertThat(client.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void aLinkToNobodyEndsItsConnectionsAndLaterWorks() throws IOException {
        int port = new Ports().free();
        try (Network network = new Network()) {
            Link link = network.to(port);
            try (Socket early = connected(link)) {
                early.setSoTimeout(LONG_MS);
                assertThat(early.getInputStream().read()).isEqualTo(-1);
            }
            try (ServerSocket server = new ServerSocket(port, 10, InetAddress.getLoopbackAddress());
                    Socket client = connected(link);
                    Socket served = server.accept()) {
                client.getOutputStream().write(bytes("late"));
                assertThat(read(served, 4)).isEqualTo("late");
            }
        }
    }

    private static ServerSocket listening() throws IOException {
        return new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    }

    private static Socket connected(Link link) throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), link.port());
    }

    private static String read(Socket socket, int bytes) throws IOException {
        return new String(socket.getInputStream().readNBytes(bytes), StandardCharsets.UTF_8);
    }

    private static void write(Socket socket, byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
