package io.consilium.query;

import io.consilium.journey.stream.JourneyTopology;
import io.consilium.problem.TransientException;
import io.consilium.record.JourneyRecord;
import java.util.Optional;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.query.FailureReason;
import org.apache.kafka.streams.query.KeyQuery;
import org.apache.kafka.streams.query.QueryResult;
import org.apache.kafka.streams.query.StateQueryRequest;
import org.apache.kafka.streams.query.StateQueryResult;

/** Reads the state of one case out of the journey's store. Safe for threads. */
public final class CaseQuery {
    private final KafkaStreams journey;

    public CaseQuery(KafkaStreams journey) {
        this.journey = journey;
    }

    /**
     * @return empty when the case is not known, or closed so long ago that it has left the store
     * @throws TransientException while the store is not ready to be asked
     */
    public Optional<JourneyRecord> find(String caseId) {
        StateQueryResult<JourneyRecord> answers;
        try {
            answers = journey.query(StateQueryRequest.inStore(JourneyTopology.JOURNEYS)
                    .withQuery(KeyQuery.<String, JourneyRecord>withKey(caseId)));
        } catch (StreamsException | IllegalStateException e) {
            throw new TransientException("the journey is starting or stopping; ask again", e);
        }
        return answers.getPartitionResults().values().stream()
                .map(CaseQuery::value)
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<JourneyRecord> value(QueryResult<JourneyRecord> answer) {
        if (answer.isFailure()) {
            if (answer.getFailureReason() == FailureReason.NOT_UP_TO_BOUND
                    || answer.getFailureReason() == FailureReason.NOT_PRESENT) {
                throw new TransientException("the journey's store is being restored; ask again", null);
            }
            throw new IllegalStateException("the store cannot be asked: " + answer.getFailureMessage());
        }
        return Optional.ofNullable(answer.getResult());
    }
}
