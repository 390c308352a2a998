package io.consilium.standalone.local;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A way to one port of this machine that can be cut: then nothing passes in either direction and nobody is told, as when
 * a cable is pulled. When it is mended, what was on its way arrives. All but {@link #cut} and {@link #mend} belongs to
 * the thread of its {@link Network}.
 */
public final class Link {
    private final ServerSocketChannel door;
    private final InetSocketAddress target;
    private final Selector selector;
    private final Set<Flow> flows = new HashSet<>();
    private volatile boolean cut;
    private volatile boolean changed;

    Link(Selector selector, int targetPort) throws IOException {
        this.selector = selector;
        this.target = new InetSocketAddress("127.0.0.1", targetPort);
        this.door = ServerSocketChannel.open();
        door.bind(new InetSocketAddress("127.0.0.1", 0));
        door.configureBlocking(false);
    }

    /** Where it is entered. */
    public int port() {
        return door.socket().getLocalPort();
    }

    public void cut() {
        cut = true;
        changed = true;
        selector.wakeup();
    }

    public void mend() {
        cut = false;
        changed = true;
        selector.wakeup();
    }

    void open() throws IOException {
        door.register(selector, SelectionKey.OP_ACCEPT, this);
    }

    /** A connection that is made while the link is cut hangs like any other. */
    void accept() throws IOException {
        SocketChannel near = door.accept();
        if (near == null) {
            return;
        }
        SocketChannel far = SocketChannel.open();
        Flow there = new Flow(near, far);
        Flow back = new Flow(far, near);
        there.opposite = back;
        back.opposite = there;
        flows.add(there);
        flows.add(back);
        try {
            join(near, far, there, back);
        } catch (IOException e) {
            // nobody listens there now
            there.close();
        }
    }

    private void join(SocketChannel near, SocketChannel far, Flow there, Flow back) throws IOException {
        for (SocketChannel end : List.of(near, far)) {
            end.configureBlocking(false);
            end.setOption(StandardSocketOptions.TCP_NODELAY, true);
        }
        far.connect(target);
        near.register(selector, 0, there);
        far.register(selector, 0, back);
        there.listen();
        back.listen();
    }

    /** Sets what is waited for after the link was cut or mended. */
    void follow() {
        if (changed) {
            changed = false;
            Set.copyOf(flows).forEach(Flow::listen);
        }
    }

    void close() throws IOException {
        Set.copyOf(flows).forEach(Flow::close);
        door.close();
    }

    /** One direction of a connection; its buffer holds what was read and not yet written. */
    final class Flow {
        private final SocketChannel from;
        private final SocketChannel to;
        private final ByteBuffer buffer = ByteBuffer.allocate(64 << 10);
        private Flow opposite;

        private Flow(SocketChannel from, SocketChannel to) {
            this.from = from;
            this.to = to;
        }

        void ready(SelectionKey key) {
            try {
                if (key.isConnectable()) {
                    from.finishConnect();
                }
                if (!cut && key.isValid() && key.isReadable()) {
                    read();
                }
                if (!cut && key.isValid() && key.isWritable()) {
                    opposite.write();
                }
                listen();
                opposite.listen();
            } catch (IOException e) {
                close();
            }
        }

        private void read() throws IOException {
            if (from.read(buffer) < 0) {
                write();
                close();
                return;
            }
            write();
        }

        private void write() throws IOException {
            if (!to.isConnected()) {
                return;
            }
            buffer.flip();
            to.write(buffer);
            buffer.compact();
        }

        private void listen() {
            SelectionKey key = from.keyFor(selector);
            if (key == null || !key.isValid()) {
                return;
            }
            if (!from.isConnected()) {
                key.interestOps(SelectionKey.OP_CONNECT);
                return;
            }
            int reading = buffer.hasRemaining() ? SelectionKey.OP_READ : 0;
            int writing = opposite.buffer.position() > 0 ? SelectionKey.OP_WRITE : 0;
            key.interestOps(cut ? 0 : reading | writing);
        }

        void close() {
            flows.remove(this);
            flows.remove(opposite);
            try (from;
                    to) {
                buffer.clear();
            } catch (IOException e) {
                // it is gone either way
                buffer.clear();
            }
        }
    }
}
