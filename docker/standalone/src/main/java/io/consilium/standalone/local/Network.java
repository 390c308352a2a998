package io.consilium.standalone.local;

import io.consilium.problem.FatalException;
import java.io.IOException;
import java.nio.channels.Selector;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Links between processes of this machine, carried by one thread of their own. Safe for threads. */
public final class Network implements AutoCloseable {
    private final Selector selector;
    private final List<Link> links = new CopyOnWriteArrayList<>();
    private final List<Link> opening = new CopyOnWriteArrayList<>();
    private final Thread thread = new Thread(this::run, "network");
    private volatile boolean closed;

    public Network() {
        try {
            selector = Selector.open();
        } catch (IOException e) {
            throw new FatalException("no network can be made: " + e.getMessage(), e);
        }
        thread.setDaemon(true);
        thread.start();
    }

    /** A link to a port; nobody needs to listen there yet. */
    public Link to(int port) {
        try {
            Link link = new Link(selector, port);
            opening.add(link);
            selector.wakeup();
            return link;
        } catch (IOException e) {
            throw new FatalException("no link to port " + port + " can be made: " + e.getMessage(), e);
        }
    }

    private void run() {
        try {
            while (!closed) {
                selector.select();
                for (Link link : opening) {
                    link.open();
                    links.add(link);
                }
                opening.removeAll(links);
                links.forEach(Link::follow);
                carry();
            }
            for (Link link : links) {
                link.close();
            }
            selector.close();
        } catch (IOException e) {
            throw new FatalException("the network has failed: " + e.getMessage(), e);
        }
    }

    private void carry() throws IOException {
        for (var key : selector.selectedKeys()) {
            if (!key.isValid()) {
                continue;
            }
            if (key.attachment() instanceof Link link) {
                link.accept();
            } else if (key.attachment() instanceof Link.Flow flow) {
                flow.ready(key);
            }
        }
        selector.selectedKeys().clear();
    }

    @Override
    public void close() {
        closed = true;
        selector.wakeup();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
