package io.consilium.application;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class RestoreWatchTest {
    private static final TopicPartition CHANGELOG = new TopicPartition("consilium-feedback-alarms-changelog", 0);
    private static final Duration HALF = Duration.ofSeconds(20);

    private Instant now = Instant.parse("2026-11-22T07:00:00Z");
    private final RestoreWatch watch = new RestoreWatch(() -> now);

    @Test
    void shouldTellOnceOfAStoreThatStandsStill() {
        watch.onRestoreStart(CHANGELOG, "alarms", 0, 41);
        pass(HALF);
        watch.onBatchRestored(CHANGELOG, "alarms", 24, 20);
        pass(HALF);
        assertThat(watch.standstills()).isEmpty();
        pass(HALF);
        assertThat(watch.standstills())
                .singleElement()
                .asString()
                .contains("store=alarms", CHANGELOG.toString(), "restored=24 of=41", "kafka-transactions.sh");
        pass(HALF);
        assertThat(watch.standstills()).isEmpty();
    }

    @Test
    void shouldTellAgainWhenAStoreWentOnAndStandsStillAgain() {
        watch.onRestoreStart(CHANGELOG, "alarms", 0, 41);
        pass(HALF.multipliedBy(2));
        assertThat(watch.standstills()).hasSize(1);
        watch.onBatchRestored(CHANGELOG, "alarms", 24, 20);
        assertThat(watch.standstills()).isEmpty();
        pass(HALF.multipliedBy(2));
        assertThat(watch.standstills()).hasSize(1);
    }

    @Test
    void shouldForgetAStoreThatIsRestoredOrGivenAwayOrLostItsThread() {
        watch.onRestoreStart(CHANGELOG, "alarms", 0, 41);
        watch.onRestoreEnd(CHANGELOG, "alarms", 41);
        watch.onRestoreStart(CHANGELOG, "files", 0, 41);
        watch.onRestoreSuspended(CHANGELOG, "files", 7);
        watch.onRestoreStart(CHANGELOG, "journeys", 0, 41);
        watch.clear();
        pass(HALF.multipliedBy(2));
        assertThat(watch.standstills()).isEmpty();
    }

    private void pass(Duration time) {
        now = now.plus(time);
    }
}
