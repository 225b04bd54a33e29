package io.circleledger.configuration;

import io.ledger.core.person.PersonDetails;
import io.ledger.program.ProgramSettings;
import io.ledger.server.EnvironmentReader;
import java.util.Set;

/**
 * What the environment says about circles.
 *
 * @param server what it says about how to run
 * @param uniqueNames whether two living circles may not bear names that people take for the same
 * @param ownerGrades the grades that owners of circles are in
 * @param maxCirclesPerPerson how many circles a person may be in; 0 for any number
 */
public record Configuration(
        ProgramSettings server, boolean uniqueNames, Set<Integer> ownerGrades, int maxCirclesPerPerson) {

    public static Configuration read(ProgramSettings server, EnvironmentReader variables) {
        return new Configuration(
                server,
                variables.flag("UNIQUE_NAMES"),
                variables.numbers("OWNER_GRADES", Set.of(3), 1, PersonDetails.MAX_GRADE),
                variables.number("MAX_CIRCLES_PER_PERSON", 0, 0, 1_000));
    }
}
