package io.ledger.http.answer;

import io.ledger.http.HttpLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Collects what is wrong with a request, so that its caller hears of everything at once. */
public final class Faults {

    private final List<Fault> faults = new ArrayList<>();
    /** Notes a fault, unless there are too many to read already. */
    public void add(Fault fault) {
        if (faults.size() < HttpLimits.REPORTED_FAULTS) {
            faults.add(fault);
        }
    }

    /** The first of them, if anything was wrong. */
    public Optional<Fault> first() {
        return faults.stream().findFirst();
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
