package io.consilium.trainer.sample;

import static io.consilium.trainer.sample.SyntheticRecords.sample;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consilium.problem.ConfigurationException;
import io.consilium.serde.RecordSerdes;
import io.consilium.topic.Topics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** The topic as a consumer sees it, without a broker; ServiceTest reads it from one. */
class SampleTopicTest {
    private static final TopicPartition FIRST = new TopicPartition(Topics.SAMPLES, 0);
    private static final TopicPartition SECOND = new TopicPartition(Topics.SAMPLES, 1);

    private final RecordSerdes serdes = RecordSerdes.at("mock://" + UUID.randomUUID());
    private final Map<TopicPartition, Map<Long, byte[]>> log = Map.of(FIRST, new HashMap<>(), SECOND, new HashMap<>());
    private final Map<TopicPartition, Long> ends = new HashMap<>(Map.of(FIRST, 0L, SECOND, 0L));

    private void lies(TopicPartition at, long offset, byte[] value) {
        log.get(at).put(offset, value);
        ends.merge(at, offset + 1, Math::max);
    }

    private void lies(TopicPartition at, long offset, String caseId) {
        lies(
                at,
                offset,
                serdes.serializer()
                        .serialize(Topics.SAMPLES, sample(caseId, 1, "left").build()));
    }

    /** @param first offset that is still kept */
    private SampleTopic topic(long first) {
        MockConsumer<byte[], byte[]> consumer = new OneAtATime();
        Node node = new Node(0, "nowhere", 1);
        consumer.updatePartitions(
                Topics.SAMPLES,
                List.of(
                        new PartitionInfo(Topics.SAMPLES, 0, node, new Node[0], new Node[0]),
                        new PartitionInfo(Topics.SAMPLES, 1, node, new Node[0], new Node[0])));
        consumer.updateBeginningOffsets(Map.of(FIRST, first, SECOND, 0L));
        consumer.updateEndOffsets(ends);
        return new SampleTopic(consumer, serdes.decoder());
    }

    /** Has the records of a partition there once it is assigned, as a broker has. */
    private final class OneAtATime extends MockConsumer<byte[], byte[]> {
        OneAtATime() {
            super("none");
        }

        @Override
        public synchronized void seek(TopicPartition partition, long offset) {
            super.seek(partition, offset);
            log.get(partition).entrySet().stream()
                    .sorted(Map.Entry.comparingByKey())
                    .filter(entry -> entry.getKey() >= offset)
                    .forEach(entry -> addRecord(new ConsumerRecord<>(
                            partition.topic(), partition.partition(), entry.getKey(), new byte[0], entry.getValue())));
        }
    }

    private static List<String> ids(SampleRange range) {
        return range.lines().stream()
                .map(line -> line.replaceFirst(".*\"case_id\":\"([^\"]*)\".*", "$1"))
                .toList();
    }

    @Test
    void shouldReadFromTheFirstOffsetToBeforeTheLast() {
        for (int i = 0; i < 5; i++) {
            lies(FIRST, i, "a" + i);
            lies(SECOND, i, "b" + i);
        }
        assertThat(ids(topic(0).read(OffsetRange.parse("0:1-3,1:4-5")))).containsExactly("a1", "a2", "b4");
    }

    @Test
    void shouldGiveTheSameAgainWhateverComesLater() {
        lies(FIRST, 0, "a0");
        lies(SECOND, 0, "b0");
        OffsetRange range = topic(0).resolve(new RangeBound.Earliest(), new RangeBound.Latest());
        assertThat(range).hasToString("0:0-1,1:0-1");
        SampleRange before = topic(0).read(range);
        lies(FIRST, 1, "a1");
        assertThat(topic(0).read(range)).isEqualTo(before);
        assertThat(ids(topic(0).read(topic(0).resolve(new RangeBound.Earliest(), new RangeBound.Latest()))))
                .containsExactly("a0", "a1", "b0");
    }

    @Test
    void shouldReadOnlyThePartitionsThatBothBoundsName() {
        lies(FIRST, 0, "a0");
        lies(SECOND, 0, "b0");
        OffsetRange range = topic(0).resolve(new RangeBound.Offsets(Map.of(1, 0L)), new RangeBound.Latest());
        assertThat(range).hasToString("1:0-1");
    }

    @Test
    void shouldRefuseARangeThatIsEmptyOrNotThere() {
        assertThatThrownBy(() -> topic(0).resolve(new RangeBound.Earliest(), new RangeBound.Latest()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("nothing lies in it");
        lies(FIRST, 6, "a6");
        assertThatThrownBy(() -> topic(3).read(OffsetRange.parse("0:2-8,4:0-1")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("kept from offset 3 on", "no partition 4");
        assertThatThrownBy(() -> topic(3).read(OffsetRange.parse("0:3-8")))
                .hasMessageContaining("ends at offset 7, before 8");
    }

    @Test
    void shouldNameEveryRecordThatCannotBeRead() {
        lies(FIRST, 0, "a0");
        lies(FIRST, 1, new byte[] {7});
        lies(SECOND, 0, new byte[] {0, 0, 0, 0, 99, 1});
        assertThatThrownBy(() -> topic(0).read(OffsetRange.parse("0:0-2,1:0-1")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("partition 0, offset 1:", "partition 1, offset 0:", "0:0-2,1:0-1");
    }
}
