package io.ledger.stores;

/** A moment by which a wait ends. */
record WaitDeadline(long nanoTime) {

    static WaitDeadline in(long millis) {
        return new WaitDeadline(System.nanoTime() + millis * 1_000_000);
    }

    boolean passed() {
        return System.nanoTime() - nanoTime >= 0;
    }
}
