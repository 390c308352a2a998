package io.consilium.journey.stream;

import io.consilium.record.Request;
import io.consilium.topic.Lane;
import io.consilium.topic.Topics;

/** The topic of a request: by role, department, pool and urgency. */
final class RequestTopic {
    private RequestTopic() {}

    static String of(Request request) {
        Lane lane = Lane.of(request.getPriority());
        return switch (request.getRole()) {
            case TRIAGE -> Topics.triageRequests(lane);
            case SPECIALIST ->
                Topics.consults(
                        request.getDepartment().orElseThrow(), request.getPool().orElse(""), lane);
            case ATTENDING -> Topics.attendingRequests(lane);
        };
    }
}
