package io.circleledger.domain;

import java.util.random.RandomGenerator;
import java.util.stream.LongStream;

/** The seeds of random specifications: some that never change, and one that no run had before. */
public final class Seeds {

    private static final int FIXED = 25;

    private Seeds() {}

    public static LongStream fixedAndOneFresh() {
        var fresh = RandomGenerator.getDefault().nextLong();
        return LongStream.concat(LongStream.rangeClosed(1, FIXED), LongStream.of(fresh));
    }
}
