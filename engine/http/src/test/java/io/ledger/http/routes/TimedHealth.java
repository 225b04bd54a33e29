package io.ledger.http.routes;

import java.time.Duration;
import java.util.List;

/** Makes the routes of health with a bound on their checks that suits a test. */
public final class TimedHealth {

    /** For checks that return: longer than any machine stands still. */
    public static final Duration PATIENT = Duration.ofSeconds(60);

    private TimedHealth() {}

    /** The health of a server, whose checks may each take this long. */
    public static HealthRoutes of(List<Dependency> dependencies, boolean openAccess, Duration checkTimeout) {
        return new HealthRoutes(dependencies, openAccess, checkTimeout);
    }
}
