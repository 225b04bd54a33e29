package io.ledger.core.stream;

/**
 * The last event of a stream, as somebody who decides on a change has seen it.
 *
 * @param version the stream's version after it, from 1
 * @param eventId its id as it is stored: a log that lost its end and grew another has another one at this version
 */
public record LastEvent(int version, String eventId) {}
