package io.circleledger.infrastructure.embedded;

/** A moment by which a wait ends. */
record Deadline(long nanoTime) {

    static Deadline in(long millis) {
        return new Deadline(System.nanoTime() + millis * 1_000_000);
    }

    boolean passed() {
        return System.nanoTime() - nanoTime >= 0;
    }
}
