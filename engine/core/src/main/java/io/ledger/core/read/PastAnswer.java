package io.ledger.core.read;

import io.ledger.core.stream.Histories.Past;

/**
 * What a stream was at some time.
 *
 * @param isFinal whether the same question has this answer for ever
 */
public record PastAnswer<S>(Past<S> past, boolean isFinal) {}
