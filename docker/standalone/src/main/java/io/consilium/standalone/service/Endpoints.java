package io.consilium.standalone.service;

import io.consilium.topic.KafkaConnection;

/** Where a running service is reached: the Kafka cluster, the schema registry and the case queries. */
public record Endpoints(KafkaConnection kafka, String registry, String queries) {}
