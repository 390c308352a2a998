package io.consilium.standalone.chaos;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What harm is done, to whom it can be done, and how long it lasts. */
public enum FaultKind {
    KILL_BROKER("kill -9 of a broker", Targets.BROKERS, 1, 10),
    KILL_STREAMS("kill -9 of a streams instance", Targets.STREAMS, 1, 10),
    KILL_WORKER("kill -9 of a worker between answer and acknowledgement", Targets.WORKERS, 1, 10),
    KILL_REGISTRY("kill -9 of the registry", List.of("registry"), 1, 15),
    PAUSE_BROKER("a broker stands still", Targets.BROKERS, 3, 15),
    CUT_CLIENTS("network cut between clients and a broker", Targets.BROKERS, 3, 15),
    CUT_PEERS("network cut from its peers to a broker", Targets.BROKERS, 3, 15),
    CUT_OFF("network cut between a broker and all others", Targets.BROKERS, 3, 15),
    FILL_DISK("a broker's disk takes no more", Targets.BROKERS, 1, 10),
    RESTART_ALL("kill -9 of everything at once", List.of("everything"), 1, 5),
    SWAP_MODEL("another model version is promoted", List.of("triage", "specialist", "attending"), 0, 0);

    private final String words;
    private final List<String> targets;
    private final int shortest;
    private final int longest;

    FaultKind(String words, List<String> targets, int shortest, int longest) {
        this.words = words;
        this.targets = targets;
        this.shortest = shortest;
        this.longest = longest;
    }

    /** Names of the processes that a run has. */
    static final class Targets {
        static final List<String> BROKERS = numbered("broker", 3);
        static final List<String> STREAMS = Stream.of("intake", "journey", "feedback")
                .flatMap(name -> numbered(name, 2).stream())
                .toList();
        static final List<String> WORKERS = numbered("worker", 2);

        private Targets() {}

        private static List<String> numbered(String name, int count) {
            return IntStream.rangeClosed(1, count)
                    .mapToObj(number -> name + "-" + number)
                    .toList();
        }
    }

    public String words() {
        return words;
    }

    List<String> targets() {
        return targets;
    }

    /** For kills: how long the victim stays away. */
    Duration shortest() {
        return Duration.ofSeconds(shortest);
    }

    Duration longest() {
        return Duration.ofSeconds(longest);
    }
}
