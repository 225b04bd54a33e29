package io.ledger.http.answer;

import io.ledger.http.HttpLimits;
import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong with a request, so that its caller hears of everything at once. */
public final class Faults {

    private final List<Fault> faults = new ArrayList<>();
    /** Notes a fault, unless there are too many to read already. */
    public void add(Fault fault) {
        if (faults.size() < HttpLimits.REPORTED_FAULTS) {
            faults.add(fault);
        }
    }

    /**
     * Ends the request if it has a fault.
     *
     * @throws Refusal when anything was wrong
     */
    public void refuseIfAny() {
        if (!faults.isEmpty()) {
            throw new Refusal(Problem.invalid(faults));
        }
    }
}
