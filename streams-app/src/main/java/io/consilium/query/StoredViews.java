package io.consilium.query;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.consilium.problem.TransientException;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyQueryMetadata;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.query.FailureReason;
import org.apache.kafka.streams.query.KeyQuery;
import org.apache.kafka.streams.query.QueryResult;
import org.apache.kafka.streams.query.StateQueryRequest;

/** The views of a store's part that lies in this instance. Safe for threads. */
final class StoredViews<T> implements CaseViews {
    private final KafkaStreams streams;
    private final String store;
    private final Function<T, ObjectNode> view;

    StoredViews(KafkaStreams streams, String store, Function<T, ObjectNode> view) {
        this.streams = streams;
        this.store = store;
        this.view = view;
    }

    /** @throws TransientException while it is not known which instances keep the case */
    KeyQueryMetadata keepers(String caseId) {
        try {
            KeyQueryMetadata keepers = streams.queryMetadataForKey(store, caseId, new StringSerializer());
            if (!keepers.equals(KeyQueryMetadata.NOT_AVAILABLE)) {
                return keepers;
            }
        } catch (StreamsException | IllegalStateException e) {
            throw new TransientException("the service is starting or stopping; ask again", e);
        }
        throw new TransientException("the cases are being handed to other instances; ask again", null);
    }

    /** An instance that does not keep the case says so, instead of not knowing it. */
    @Override
    public Optional<ObjectNode> find(String caseId) {
        int partition = keepers(caseId).partition();
        QueryResult<T> answer;
        try {
            answer = streams.query(StateQueryRequest.inStore(store)
                            .withQuery(KeyQuery.<String, T>withKey(caseId))
                            .withPartitions(Set.of(partition)))
                    .getPartitionResults()
                    .get(partition);
        } catch (StreamsException | IllegalStateException e) {
            throw new TransientException("the service is starting or stopping; ask again", e);
        }
        return Optional.ofNullable(result(answer)).map(view);
    }

    private static <T> T result(QueryResult<T> answer) {
        if (answer.isSuccess()) {
            return answer.getResult();
        }
        if (answer.getFailureReason() == FailureReason.NOT_UP_TO_BOUND
                || answer.getFailureReason() == FailureReason.NOT_PRESENT) {
            throw new TransientException("the store is being restored; ask again", null);
        }
        throw new IllegalStateException("the store cannot be asked: " + answer.getFailureMessage());
    }
}
