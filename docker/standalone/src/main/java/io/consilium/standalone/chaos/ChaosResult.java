package io.consilium.standalone.chaos;

import io.consilium.audit.Report;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * How a run went.
 *
 * @param done faults by kind
 * @param fallen names of processes that ended by themselves and were started again, as often as they did
 * @param unanswered messages whose source was never told how they ended
 * @param longestSilence the longest time without any end while something was open
 * @param acknowledged records that the brokers took from sources and clinicians
 */
public record ChaosResult(
        Report report,
        Map<FaultKind, Integer> done,
        List<String> fallen,
        int unanswered,
        Duration longestSilence,
        int acknowledged,
        Duration driving,
        Duration whole) {

    public boolean holds() {
        return report.holds() && unanswered == 0;
    }
}
