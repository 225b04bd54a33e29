package io.circleledger.api;

import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong with a request, so that its caller hears of everything at once. */
final class Faults {

    private final List<Fault> faults = new ArrayList<>();

    void add(Fault fault) {
        if (faults.size() < ApiLimits.REPORTED_FAULTS) {
            faults.add(fault);
        }
    }

    /** @throws Refusal when anything was wrong */
    void refuseIfAny() {
        if (!faults.isEmpty()) {
            throw new Refusal(Problem.invalid(faults));
        }
    }
}
