package io.consilium.journey.stream;

import io.consilium.journey.Event;
import io.consilium.problem.PoisonException;
import io.consilium.record.Answer;
import io.consilium.record.Cancel;
import io.consilium.record.Case;
import io.consilium.record.Outcome;
import io.consilium.serde.RecordDecoder;
import io.consilium.topic.Topic;
import io.consilium.topic.TopicCatalogue;
import io.consilium.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;

/** Turns what lies in the journey's topics into events. Belongs to one thread. */
final class Inputs {
    static final List<String> TOPICS = List.of(
            Topics.CASES_ACCEPTED, Topics.TRIAGE_ANSWERS, Topics.OPINIONS, Topics.ATTENDING_ANSWERS, Topics.OUTCOMES);

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
     * @throws PoisonException when the record can never be used
     */
    Input read(String topic, byte[] key, byte[] value) {
        Input input = event(decoder.decode(topic, value, allowed.get(topic)));
        if (!Arrays.equals(input.caseId().getBytes(StandardCharsets.UTF_8), key)) {
            throw new PoisonException(
                    "KEY_MISMATCH", "The record's key is not its case id; key records of " + topic + " by case id.");
        }
        return input;
    }

    private static Input event(SpecificRecord record) {
        if (record instanceof Case theCase) {
            return new Input(theCase.getCaseId(), new Event.CaseArrived(theCase));
        }
        if (record instanceof Cancel cancel) {
            return new Input(cancel.getCaseId(), new Event.CancelArrived(cancel));
        }
        if (record instanceof Outcome outcome) {
            return new Input(outcome.getCaseId(), new Event.OutcomeArrived(outcome));
        }
        Answer answer = (Answer) record;
        return new Input(answer.getCaseId(), new Event.AnswerArrived(answer));
    }
}
