package io.consilium.standalone.learn;

import io.consilium.problem.FatalException;
import io.consilium.record.Sample;
import io.consilium.standalone.service.Service;
import io.consilium.standalone.service.Tail;
import io.consilium.standalone.training.Narration;
import io.consilium.topic.Topics;
import io.consilium.trainer.sample.RangeBound;
import io.consilium.trainer.sample.SampleRange;
import io.consilium.trainer.sample.SampleTopic;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Waits until the feedback application has made samples of the confirmed cases. */
final class Harvest implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Service service;
    private final Tail<Sample> samples;

    /** Counts what is written from now on. */
    Harvest(Service service) {
        this.service = service;
        samples = new Tail<>(service.endpoints(), service.serdes(), Sample.class, List.of(Topics.SAMPLES));
    }

    /** @return all that lies in the topic when there are samples of so many cases */
    SampleRange await(int cases, Narration narration) {
        Set<String> seen = new HashSet<>();
        long lastNews = System.nanoTime();
        while (seen.size() < cases) {
            for (Sample sample : samples.next(POLL)) {
                seen.add(sample.getCaseId());
                lastNews = System.nanoTime();
            }
            narration.progress("samples: " + seen.size() + " of " + cases);
            if (System.nanoTime() - lastNews > PATIENCE.toNanos()) {
                throw new FatalException("samples of only " + seen.size() + " of " + cases
                        + " confirmed cases came; run again with CONSILIUM_LOG=INFO to see why");
            }
        }
        try (SampleTopic topic = SampleTopic.at(service.endpoints().kafka(), service.serdes())) {
            return topic.read(topic.resolve(new RangeBound.Earliest(), new RangeBound.Latest()));
        }
    }

    @Override
    public void close() {
        samples.close();
    }
}
