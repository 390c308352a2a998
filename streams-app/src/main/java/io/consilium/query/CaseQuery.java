package io.consilium.query;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.consilium.feedback.stream.FeedbackTopology;
import io.consilium.journey.stream.JourneyTopology;
import io.consilium.problem.TransientException;
import io.consilium.record.FeedbackRecord;
import io.consilium.record.JourneyRecord;
import java.util.Optional;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.query.FailureReason;
import org.apache.kafka.streams.query.KeyQuery;
import org.apache.kafka.streams.query.QueryResult;
import org.apache.kafka.streams.query.StateQueryRequest;
import org.apache.kafka.streams.query.StateQueryResult;

/** Reads what is known of one case out of the journey's and feedback's stores. Safe for threads. */
public final class CaseQuery {
    private final KafkaStreams journey;
    private final KafkaStreams feedback;

    public CaseQuery(KafkaStreams journey, KafkaStreams feedback) {
        this.journey = journey;
        this.feedback = feedback;
    }

    /**
     * The case with its outcomes as JSON; feedback remembers it longer than the journey does.
     *
     * @return empty when the case is not known, or closed so long ago that it has left the stores
     * @throws TransientException while a store is not ready to be asked
     */
    public Optional<ObjectNode> view(String caseId) {
        Optional<JourneyRecord> open = find(caseId);
        Optional<FeedbackRecord> file = file(caseId);
        return open.map(found -> CaseView.of(found, file)).or(() -> file.flatMap(CaseView::remembered));
    }

    /**
     * @return empty when the case is not known, or closed so long ago that it has left the store
     * @throws TransientException while the store is not ready to be asked
     */
    public Optional<JourneyRecord> find(String caseId) {
        return value(journey, JourneyTopology.JOURNEYS, caseId);
    }

    /** @throws TransientException while the store is not ready to be asked */
    public Optional<FeedbackRecord> file(String caseId) {
        return value(feedback, FeedbackTopology.FILES, caseId);
    }

    private static <T> Optional<T> value(KafkaStreams streams, String store, String caseId) {
        StateQueryResult<T> answers;
        try {
            answers = streams.query(StateQueryRequest.inStore(store).withQuery(KeyQuery.<String, T>withKey(caseId)));
        } catch (StreamsException | IllegalStateException e) {
            throw new TransientException("the service is starting or stopping; ask again", e);
        }
        return answers.getPartitionResults().values().stream()
                .map(CaseQuery::value)
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static <T> Optional<T> value(QueryResult<T> answer) {
        if (answer.isFailure()) {
            if (answer.getFailureReason() == FailureReason.NOT_UP_TO_BOUND
                    || answer.getFailureReason() == FailureReason.NOT_PRESENT) {
                throw new TransientException("the store is being restored; ask again", null);
            }
            throw new IllegalStateException("the store cannot be asked: " + answer.getFailureMessage());
        }
        return Optional.ofNullable(answer.getResult());
    }
}
