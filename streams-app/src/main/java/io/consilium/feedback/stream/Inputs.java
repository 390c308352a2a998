package io.consilium.feedback.stream;

import io.consilium.feedback.Event;
import io.consilium.feedback.OutcomeRules;
import io.consilium.problem.PoisonException;
import io.consilium.record.Cancel;
import io.consilium.record.Case;
import io.consilium.record.Coordinates;
import io.consilium.record.Outcome;
import io.consilium.record.Verdict;
import io.consilium.serde.RecordDecoder;
import io.consilium.topic.Topic;
import io.consilium.topic.TopicCatalogue;
import io.consilium.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;

/** Turns what lies in feedback's topics into events. Belongs to one thread. */
final class Inputs {
    static final List<String> TOPICS = List.of(Topics.CASES_ACCEPTED, Topics.VERDICTS, Topics.OUTCOMES);

    private final RecordDecoder decoder;
    private final Map<String, List<Class<? extends SpecificRecord>>> allowed;

    Inputs(RecordDecoder decoder, TopicCatalogue catalogue) {
        this.decoder = decoder;
        this.allowed = TOPICS.stream()
                .map(catalogue::topic)
                .collect(Collectors.toUnmodifiableMap(Topic::name, Topic::records));
    }

    /** An event, and the case that it is about. */
    record Input(String caseId, Event event) {}

    /**
     * @param key may be null, as Kafka hands it over
     * @return empty for what feedback has no use for
     * @throws PoisonException when the record can never be used
     */
    Optional<Input> read(Coordinates at, byte[] key, byte[] value) {
        SpecificRecord record = decoder.decode(at.getTopic(), value, allowed.get(at.getTopic()));
        Optional<Input> input = event(record, at);
        input.map(Input::caseId)
                .filter(caseId -> !Arrays.equals(caseId.getBytes(StandardCharsets.UTF_8), key))
                .ifPresent(caseId -> {
                    throw new PoisonException(
                            "KEY_MISMATCH",
                            "The record's key is not its case id; key records of " + at.getTopic() + " by case id.");
                });
        return input;
    }

    private static Optional<Input> event(SpecificRecord record, Coordinates at) {
        if (record instanceof Case theCase) {
            return Optional.of(new Input(theCase.getCaseId(), new Event.CaseArrived(theCase)));
        }
        if (record instanceof Cancel cancel) {
            // A case that its source cancels ends with a verdict; only one that is amended can have ended before.
            return cancel.getSupersededBy().map(by -> new Input(cancel.getCaseId(), new Event.Superseded(cancel)));
        }
        if (record instanceof Verdict verdict) {
            return Optional.of(new Input(verdict.getCaseId(), new Event.VerdictArrived(verdict)));
        }
        Outcome outcome = (Outcome) record;
        OutcomeRules.check(outcome);
        return Optional.of(new Input(outcome.getCaseId(), new Event.OutcomeArrived(outcome, at)));
    }
}
