package io.consilium.trainer.report;

import io.consilium.trainer.run.RunHistory;
import io.consilium.trainer.run.RunIdentity;
import io.consilium.trainer.run.StageSpan;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What page and terminal both say of a run. */
final class RunWords {
    private static final int SHORT_HASH = 12;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private RunWords() {}

    static String title(RunHistory history) {
        RunIdentity identity = history.sheet().identity();
        return identity.kind().toUpperCase(Locale.ROOT) + " training from " + identity.model();
    }

    static String state(RunHistory history) {
        long resumptions = history.resumptions();
        return "Step " + history.lastStep() + " after " + Numbers.words(history.duration()) + ". "
                + history.ended()
                        .map(reason -> "Ended: " + reason + ".")
                        .orElse("Not ended: it goes on or was stopped.")
                + (resumptions == 0 ? "" : " Resumed " + (resumptions == 1 ? "once." : resumptions + " times."));
    }

    static Map<String, String> facts(RunHistory history) {
        RunIdentity identity = history.sheet().identity();
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("model", identity.model());
        facts.put("data", identity.dataHash());
        facts.put("configuration", identity.configuration().hash().substring(0, SHORT_HASH));
        facts.put("seed", String.valueOf(identity.seed()));
        facts.put("commit", identity.commit());
        facts.put("Consilium", identity.version());
        facts.put("threads", String.valueOf(identity.threads()));
        facts.put("started", TIME.format(history.sheet().started()));
        return facts;
    }

    static String end(StageSpan stage) {
        return stage.goesOn() ? "not ended" : stage.reason();
    }
}
