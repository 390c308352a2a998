package io.consilium.worker;

import io.consilium.record.Answer;

/** What other threads tell the thread that holds a request. */
sealed interface Event {
    record Answered(Position at, Answer answer) implements Event {}

    record Published(Position at) implements Event {}

    record NotPublished(Position at, Exception problem) implements Event {}

    /** Nothing happened, but look around. */
    record Poke() implements Event {}
}
