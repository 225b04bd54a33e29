package io.ledger.core.person;

import io.ledger.core.command.Precondition;
import io.ledger.core.request.IdempotencyKey;
import io.ledger.core.request.IdempotentRequest;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The people whom events are about. Events hold their ids; what is personal stands here, where it can be changed and erased.
 *
 * <p>Every method throws {@link io.ledger.core.StoreUnavailableException} when the store does not answer.
 */
public interface PersonRegister {

    /** The category under which the answers to requests about people are recorded. */
    String CATEGORY = "person";

    /**
     * Adds somebody under an id that was never used.
     *
     * @param once recorded in the same transaction: the same request again gives the first answer
     */
    PersonOutcome add(PersonId id, PersonDetails details, Optional<IdempotentRequest> once);

    Optional<Person> find(PersonId id);

    /** Those of several people that there are, at most {@link PersonPage#MAX}. */
    Map<PersonId, Person> find(Collection<PersonId> ids);

    /** Gives somebody other details. */
    PersonOutcome change(
            PersonId id, PersonDetails details, Precondition precondition, Optional<IdempotentRequest> once);

    /**
     * People in the order in which they were registered; erased ones are not among them.
     *
     * @param after where the page before ended; 0 for the first
     * @param limit 1 to {@link PersonPage#MAX}
     */
    PersonPage list(PersonFilter filter, long after, int limit);

    /** Marks somebody as being erased. Who is so already stays it, at any version. */
    PersonOutcome beginErasure(PersonId id, Precondition precondition);

    /** Erases what is personal of somebody whose erasure has begun: the id stays, and when it was. */
    void finishErasure(PersonId id, Instant now);

    /** Those whose erasure has begun and has not ended, at most {@link PersonPage#MAX}. */
    List<PersonId> erasing();

    /**
     * Students in their final grade who are yet to graduate, in the order in which they were registered. Whom this year has
     * raised to it does so in a later one.
     *
     * @param after where the page before ended; 0 for the first
     * @param limit 1 to {@link PersonPage#MAX}
     */
    PersonPage graduating(int year, long after, int limit);

    /**
     * Notes that students have graduated, which stays so until they are in another grade. The second time it does nothing.
     *
     * @param ids at most {@link PersonPage#MAX}
     */
    void graduated(Collection<PersonId> ids, int year);

    /** How many students are to be raised for a year: those below their final grade whom it has not raised yet. */
    long raisable(int year);

    /**
     * Raises students to the next grade, once for each year.
     *
     * @param limit how many at most
     * @return how many were
     */
    int raise(int year, int limit);

    /**
     * Takes back an addition that came to nothing: whoever has this version still.
     *
     * @param key of the request that added them, whose answer is forgotten with it: the same request again adds anew
     */
    void remove(PersonId id, int version, Optional<IdempotencyKey> key);
}
