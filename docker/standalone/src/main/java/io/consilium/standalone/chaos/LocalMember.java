package io.consilium.standalone.chaos;

import io.consilium.standalone.local.LocalBroker;
import io.consilium.standalone.local.LocalProcess;
import java.time.Duration;
import java.util.Optional;

/**
 * A process that this one started.
 *
 * @param links the way to it, where it is a broker
 */
record LocalMember(LocalProcess process, Optional<LocalBroker> links) implements Member {
    @Override
    public String name() {
        return process.name();
    }

    @Override
    public void start() {
        process.start();
    }

    @Override
    public void kill() {
        process.kill();
    }

    @Override
    public void pause() {
        process.pause();
    }

    @Override
    public void resume() {
        process.resume();
    }

    @Override
    public void cut(FaultKind how) {
        switch (how) {
            case CUT_CLIENTS -> links.orElseThrow().cutOffFromClients();
            case CUT_PEERS -> links.orElseThrow().cutOffFromPeers();
            default -> throw new IllegalArgumentException("no cut of processes of this machine: " + how);
        }
    }

    @Override
    public void mend() {
        links.orElseThrow().mend();
    }

    @Override
    public boolean fillDisk(Duration patience) {
        process.expectEnd();
        process.fillDisk();
        return process.awaitEnd(patience);
    }
}
