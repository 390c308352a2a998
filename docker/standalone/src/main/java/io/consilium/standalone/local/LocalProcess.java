package io.consilium.standalone.local;

import io.consilium.problem.FatalException;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A process of this machine that can be killed, paused and started again; what it says goes to a file. Safe for threads. */
public final class LocalProcess implements AutoCloseable {
    /** Without room for a single byte every write of the process fails, as on a full disk. */
    static final String NO_ROOM = "--fsize=1";

    private static final int MOST_READ = 1 << 20;

    private final String name;
    private final List<String> command;
    private final Map<String, String> environment;
    private final Path log;
    private Optional<Process> process = Optional.empty();
    private boolean wanted;
    private boolean closed;
    private long logged;

    public LocalProcess(String name, List<String> command, Map<String, String> environment, Path log) {
        this.name = name;
        this.command = List.copyOf(command);
        this.environment = Map.copyOf(environment);
        this.log = log;
    }

    public String name() {
        return name;
    }

    public Path log() {
        return log;
    }

    /** Does nothing when it runs, or has been closed. */
    public synchronized void start() {
        if (closed || alive()) {
            return;
        }
        wanted = true;
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        try {
            logged = Files.exists(log) ? Files.size(log) : 0;
            process = Optional.of(builder.start());
        } catch (IOException e) {
            throw new FatalException(name + " cannot be started: " + e.getMessage(), e);
        }
    }

    public synchronized boolean alive() {
        return process.map(Process::isAlive).orElse(false);
    }

    /** Whether it ended though nobody wanted it to. */
    public synchronized boolean died() {
        return wanted && process.isPresent() && !alive();
    }

    /** As {@code kill -9} does; returns when it is gone. */
    public synchronized void kill() {
        wanted = false;
        process.ifPresent(running -> {
            running.destroyForcibly();
            await(running, Duration.ofSeconds(30));
        });
    }

    /** Asks it to end, and ends it when it has not done so in time. */
    public synchronized void stop(Duration patience) {
        wanted = false;
        process.ifPresent(running -> {
            running.destroy();
            if (!await(running, patience)) {
                kill();
            }
        });
    }

    public void pause() {
        shell("kill -STOP " + pid());
    }

    public void resume() {
        shell("kill -CONT " + pid());
    }

    /** It is about to end by itself, and nobody shall start it again for that. */
    public synchronized void expectEnd() {
        wanted = false;
    }

    /** Whether it has said this since it was started last. */
    public synchronized boolean said(String words) {
        try (FileChannel channel = FileChannel.open(log, StandardOpenOption.READ)) {
            ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(MOST_READ, Math.max(0, channel.size() - logged)));
            channel.read(bytes, logged);
            return alive() && new String(bytes.array(), StandardCharsets.UTF_8).contains(words);
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            throw new FatalException(log + " cannot be read: " + e, e);
        }
    }

    /** From now on it can write nothing to any file. Only a restart helps. */
    public void fillDisk() {
        shell("prlimit --pid " + pid() + " " + NO_ROOM);
    }

    /** Whether this machine has what {@link #fillDisk} needs. */
    public static boolean canFillDisk() {
        return run("prlimit --version") == 0;
    }

    /** For a process that is to die by itself: returns whether it did. */
    public boolean awaitEnd(Duration patience) {
        Optional<Process> running;
        synchronized (this) {
            running = process;
        }
        return running.map(one -> await(one, patience)).orElse(true);
    }

    synchronized long pid() {
        return process.map(Process::pid).orElseThrow(() -> new IllegalStateException(name + " was never started"));
    }

    private void shell(String line) {
        int status = run(line);
        if (status != 0 && alive()) {
            throw new FatalException(name + ": '" + line + "' ended with status " + status);
        }
    }

    /** The status of what a shell was told to do; -1 where there is no shell. */
    static int run(String line) {
        try {
            return new ProcessBuilder("sh", "-c", line)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            return -1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FatalException("interrupted at '" + line + "'", e);
        }
    }

    private static boolean await(Process running, Duration patience) {
        try {
            return running.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Kills it for good. */
    @Override
    public synchronized void close() {
        closed = true;
        kill();
    }
}
