package io.ledger.core.read;

import java.time.Instant;

/** Which past of a stream is asked for. */
public sealed interface AsOf {

    /** As the event of this version left it; from 1. */
    record Version(int version) implements AsOf {}

    /** As it was at this time. */
    record Time(Instant time) implements AsOf {}
}
