package io.ledger.core.stream;

/**
 * The last event of a stream that a change was decided on.
 *
 * @param version the stream's version after it, from 1
 * @param eventId its id as it is stored; a log that lost its end and has grown again has another id at this version
 */
public record LastEvent(int version, String eventId) {}
