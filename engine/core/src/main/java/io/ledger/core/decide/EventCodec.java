package io.ledger.core.decide;

import io.ledger.core.Parsed;

/**
 * Writes events of one category as they are stored and reads them back, also those that earlier versions of the program
 * wrote.
 *
 * <p>The stored names are a contract with every event ever written: they are spelled out and never taken from a class.
 * Reading is strict: a field that is not known may be a change that would be lost.
 */
public interface EventCodec<E> {

    /** The event types there are. */
    EventTypes types();

    /** The event as it is stored. */
    EncodedEvent encode(E event);

    /** The event, or why it cannot be read. */
    Parsed<E> decode(EncodedEvent encoded);
}
