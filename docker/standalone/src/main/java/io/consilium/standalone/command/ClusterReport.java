package io.consilium.standalone.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.consilium.standalone.bench.ClusterBench;
import java.util.Locale;

/** Tells what {@code bench cluster} has measured. */
record ClusterReport(ClusterBench.Result result) {
    void say(boolean json, Output output) {
        if (json) {
            json(output);
            return;
        }
        output.say("workers   cases/s   doctors could do   share");
        result.throughput()
                .forEach(one -> output.say(String.format(
                        Locale.ROOT,
                        "%7d   %7.1f   %16.1f   %4.0f %%",
                        one.workers(),
                        one.casesPerSecond(),
                        one.limit(),
                        100 * one.casesPerSecond() / one.limit())));
        ClusterBench.FailOver kill = result.failOver();
        output.say(String.format(
                Locale.ROOT,
                "an instance of the journey killed among %d cases: %.1f s without a verdict, slowest case %.1f s,"
                        + " %d lost, %d told twice",
                kill.cases(),
                kill.silence().toMillis() / 1e3,
                kill.slowest().toMillis() / 1e3,
                kill.lost(),
                kill.twice()));
    }

    private void json(Output output) {
        result.throughput()
                .forEach(one -> output.json(JsonNodeFactory.instance
                        .objectNode()
                        .put("workers", one.workers())
                        .put("cases_per_s", one.casesPerSecond())
                        .put("limit_per_s", one.limit())));
        ClusterBench.FailOver kill = result.failOver();
        output.json(JsonNodeFactory.instance
                .objectNode()
                .put("cases", kill.cases())
                .put("lost", kill.lost())
                .put("told_twice", kill.twice())
                .put("silence_ms", kill.silence().toMillis())
                .put("slowest_ms", kill.slowest().toMillis()));
    }
}
