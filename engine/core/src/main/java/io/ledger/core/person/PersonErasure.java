package io.ledger.core.person;

import io.ledger.core.StoreUnavailableException;
import io.ledger.core.command.Precondition;
import io.ledger.core.command.Request;
import io.ledger.core.log.EventMetadata;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;

/**
 * Erases people, in three steps: the person is marked, so that nothing new begins; what the person takes part in ends; and
 * what is personal is erased.
 *
 * <p>Each step may be done again. If the process dies between two of them, {@link #resume} goes on.
 */
public final class PersonErasure {

    private final PersonRegister register;
    private final BiConsumer<PersonId, Request> endings;
    private final InstantSource clock;

    /** @param endings ends whatever somebody takes part in; does nothing the second time */
    public PersonErasure(PersonRegister register, BiConsumer<PersonId, Request> endings, InstantSource clock) {
        this.register = register;
        this.endings = endings;
        this.clock = clock;
    }

    /** Erases somebody; of who is erased already, nothing is left to do. */
    public PersonOutcome erase(PersonId id, Precondition precondition, EventMetadata metadata) {
        var begun = register.beginErasure(id, precondition);
        if (begun instanceof PersonOutcome.Saved) {
            finish(id, metadata);
        }
        return begun;
    }

    private void finish(PersonId id, EventMetadata metadata) {
        endings.accept(id, new Request(metadata, Optional.empty()));
        register.finishErasure(id, clock.instant());
    }

    /**
     * Goes on with what was begun and not ended. Somebody who cannot be erased holds up nobody else.
     *
     * @throws RuntimeException the first failure, after all were tried; at once when a store does not answer
     */
    public void resume() {
        var failures = new ArrayList<RuntimeException>();
        for (var id : register.erasing()) {
            var cause = UUID.randomUUID().toString();
            try {
                finish(id, new EventMetadata("system", cause, cause));
            } catch (StoreUnavailableException notNow) {
                throw notNow;
            } catch (RuntimeException failure) {
                failures.add(failure);
            }
        }
        if (!failures.isEmpty()) {
            throw failures.getFirst();
        }
    }
}
