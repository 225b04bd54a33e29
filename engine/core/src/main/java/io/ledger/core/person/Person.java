package io.ledger.core.person;

import java.time.Instant;
import java.util.Optional;

/**
 * A person in the register.
 *
 * @param version from 1, one more with each change
 * @param details empty once the person is erased
 * @param erasedAt when that was
 * @param isErasing whether an erasure has begun: the person takes part in nothing new
 */
public record Person(
        PersonId id, int version, Optional<PersonDetails> details, Optional<Instant> erasedAt, boolean isErasing) {}
