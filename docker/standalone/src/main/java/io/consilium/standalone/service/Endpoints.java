package io.consilium.standalone.service;

/** Where a running service is reached: Kafka's bootstrap address, the schema registry and the case queries. */
public record Endpoints(String bootstrap, String registry, String queries) {}
