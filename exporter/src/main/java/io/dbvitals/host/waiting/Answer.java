package io.dbvitals.host.waiting;

/** What became of a question. */
public sealed interface Answer<T> {
    record Got<T>(T value) implements Answer<T> {}

    record Failed<T>(Exception cause) implements Answer<T> {}

    /** It was not answered in time, this time or before. */
    record Stuck<T>() implements Answer<T> {}
}
