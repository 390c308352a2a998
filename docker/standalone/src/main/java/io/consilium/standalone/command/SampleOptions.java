package io.consilium.standalone.command;

import io.consilium.image.ImageStore;
import io.consilium.trainer.sample.OffsetRange;
import io.consilium.trainer.sample.RangeBound;
import io.consilium.trainer.sample.SampleRange;
import java.util.function.Supplier;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which part of the samples topic is meant. */
final class SampleOptions {
    @Option(
            names = "--from",
            paramLabel = "WHERE",
            description = "earliest (the default), a time (2026-11-01T00:00:00Z) or offsets by partition (0:5,1:7)")
    private String from;

    @Option(
            names = "--to",
            paramLabel = "WHERE",
            description = "latest (the default), a time or offsets; what lies there is not in the range")
    private String to;

    @Mixin
    private SampleSource source;

    /** Whether the command line names a range. */
    boolean named() {
        return from != null || to != null;
    }

    /** The range as it is now: a fixed one, whatever is written later. */
    OffsetRange range(String bootstrap) {
        RangeBound first = RangeBound.parse("--from", from == null ? "earliest" : from);
        RangeBound end = RangeBound.parse("--to", to == null ? "latest" : to);
        return source.resolve(bootstrap, first, end);
    }

    SampleRange read(String bootstrap, OffsetRange range) {
        return source.read(bootstrap, range);
    }

    Supplier<ImageStore> images() {
        return source.images();
    }
}
