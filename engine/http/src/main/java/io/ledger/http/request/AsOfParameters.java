package io.ledger.http.request;

import io.ledger.core.read.AsOf;
import io.ledger.http.answer.Fault;
import io.ledger.http.answer.Faults;
import io.ledger.http.answer.PositiveInteger;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The parameters that ask for a stream as it was: a version or a time. */
public final class AsOfParameters {

    private static final String VERSION = "as_of_version";
    public static final String TIME = "as_of";

    public static final List<String> NAMES = List.of(VERSION, TIME);

    private AsOfParameters() {}

    /** Which past is asked for, empty when it is the present. */
    public static Optional<AsOf> of(QueryParameters parameters, Days days, Faults faults) {
        var version = parameters.get(VERSION);
        var time = parameters.get(TIME);
        if (version.isPresent() && time.isPresent()) {
            faults.add(Fault.parameter(TIME, "The time is given beside as_of_version; give one of the two"));
            return Optional.empty();
        }
        return version.flatMap(text -> version(text, faults)).or(() -> time.flatMap(text -> time(text, days, faults)));
    }

    private static Optional<AsOf> version(String text, Faults faults) {
        var version = PositiveInteger.parse(text);
        if (version.isEmpty()) {
            faults.add(Fault.parameter(VERSION, "The version must be a whole number from 1 to " + Integer.MAX_VALUE));
        }
        return version.map(AsOf.Version::new);
    }

    private static Optional<AsOf> time(String text, Days days, Faults faults) {
        return instant(text, days, faults).map(AsOf.Time::new);
    }

    /** A day is over with its last moment. */
    public static Optional<Instant> instant(String text, Days days, Faults faults) {
        var time = days.last(text);
        if (time.isEmpty()) {
            faults.add(Fault.parameter(TIME, days.fault()));
        }
        return time;
    }
}
