/** The worker: takes requests from Kafka in share groups, asks the doctors, publishes their answers. */
package io.consilium.worker;
