package io.circleledger.bench.load;

import java.nio.ByteBuffer;

/** What a run sends, request by request; used by one thread. */
interface Requests {

    /**
     * Puts the next request of a connection into {@code out}.
     *
     * @return false when this connection has nothing more to send
     */
    boolean next(int connection, ByteBuffer out);

    /** The status of each answer; any other one ends the run. */
    int expectedStatus();

    /** Whether there is an end to them: then a run is as long as they take. */
    default boolean comeToAnEnd() {
        return false;
    }

    /** Is told of each answer as it was expected; the body is at {@code from} to {@code to}. */
    default void answered(int connection, byte[] bytes, int from, int to, long nowNanos) {}
}
