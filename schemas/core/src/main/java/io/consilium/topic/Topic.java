package io.consilium.topic;

import java.util.List;
import org.apache.avro.specific.SpecificRecord;

/**
 * One topic: what lies in it, how long, and who may touch it.
 *
 * @param key what the key is, in words
 * @param records the record types that may lie in it
 * @param maxMessageBytes the largest record, batch overhead included
 */
public record Topic(
        String name,
        String about,
        String key,
        List<Class<? extends SpecificRecord>> records,
        int partitions,
        Retention retention,
        int maxMessageBytes,
        List<Application> writers,
        List<Application> readers) {}
