package io.consilium.standalone.chaos;

import io.consilium.problem.TransientException;
import io.consilium.standalone.local.ForeignProcess;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * A container of a compose project that Docker starts again when it ends by itself. Whatever is done to it is undone by
 * {@link #restore}. Safe for threads.
 */
final class Container implements Member {
    /** The process id of a container that does not run. */
    static final long NONE = 0;

    private static final Duration GLANCE = Duration.ofMillis(200);

    private final Docker docker;
    private final Place place;
    private long pid;
    private long since = System.nanoTime();
    private boolean wanted = true;
    private boolean paused;
    private boolean cut;
    private boolean restored;

    /**
     * Where a container is found.
     *
     * @param name as a fleet knows it
     * @param service as compose.yml does, and its peers
     */
    record Place(String name, String service, String id, String network) {}

    /** @param pid of its process on the host */
    Container(Docker docker, Place place, long pid) {
        this.docker = docker;
        this.place = place;
        this.pid = pid;
    }

    @Override
    public String name() {
        return place.name;
    }

    String id() {
        return place.id;
    }

    @Override
    public synchronized void start() {
        if (!wanted && !restored) {
            docker.run("start", place.id);
            pid = look();
            since = System.nanoTime();
            wanted = true;
        }
    }

    @Override
    public synchronized void kill() {
        if (restored) {
            return;
        }
        wanted = false;
        // Between two starts too, which Docker then gives up; it may also have ended already.
        if (!docker.does("kill", "--signal", "KILL", place.id) && look() != NONE) {
            throw new TransientException(
                    place.service + " cannot be killed", new IllegalStateException("it runs as process " + look()));
        }
    }

    @Override
    public synchronized void pause() {
        if (!restored) {
            docker.run("pause", place.id);
            paused = true;
        }
    }

    @Override
    public synchronized void resume() {
        if (paused) {
            docker.run("unpause", place.id);
            paused = false;
        }
    }

    @Override
    public synchronized void cut(FaultKind how) {
        if (how != FaultKind.CUT_OFF) {
            throw new IllegalArgumentException("no cut of containers: " + how);
        }
        if (!restored) {
            docker.run("network", "disconnect", place.network, place.id);
            cut = true;
        }
    }

    @Override
    public synchronized void mend() {
        if (cut) {
            docker.run("network", "connect", "--alias", place.service, place.network, place.id);
            cut = false;
        }
    }

    /** Docker starts it again at once, with its disk; then it is ended once more, to stay away. */
    @Override
    public boolean fillDisk(Duration patience) {
        long victim;
        synchronized (this) {
            victim = pid;
            wanted = false;
        }
        long until = System.nanoTime() + patience.toNanos();
        boolean filled = new ForeignProcess(victim).fillDisk();
        while (filled && look() == victim && System.nanoTime() < until) {
            LockSupport.parkNanos(GLANCE.toNanos());
        }
        boolean ended = look() != victim;
        kill();
        return ended;
    }

    /** Whether its process is one of this host, and this one may take away its disk. */
    synchronized boolean canFillDisk() {
        return new ForeignProcess(pid).canFillDiskIn(place.id);
    }

    /**
     * Whether it ended though nobody wanted it to, told once for each time.
     *
     * @param now its process id
     * @param seenAt when that was looked up
     */
    synchronized boolean fell(long now, long seenAt) {
        if (!wanted || now == pid || seenAt < since) {
            return false;
        }
        boolean ended = pid != NONE;
        pid = now;
        return ended;
    }

    private long look() {
        return Long.parseLong(docker.run("inspect", "--format", "{{.State.Pid}}", place.id));
    }

    /** For good: nothing can be done to it afterwards. */
    synchronized void restore() {
        resume();
        mend();
        start();
        restored = true;
    }
}
