package io.ledger.core.decide;

import java.util.Optional;

/**
 * The rules of one kind of stream, as two pure functions: {@code decide} turns a command into events, {@code evolve}
 * applies an event to the state.
 *
 * <p>The shape is Jérémie Chassaing's Decider
 * (https://thinkbeforecoding.com/post/2021/12/17/functional-event-sourcing-decider). Neither function knows the
 * stream's id or version: both belong to the envelope, and {@link Fold} counts versions.
 *
 * @param <C> commands
 * @param <S> states
 * @param <E> events
 * @param <R> rejections: the rules that a command can break
 */
public interface Decider<C, S, E, R> {

    /**
     * Decides which events follow from a command, or which rule it breaks.
     *
     * @param state the state the command is about, empty before the first event
     */
    Decision<E, R> decide(C command, Optional<S> state);

    /**
     * The state after an event.
     *
     * @param state the state before the event, empty before the first one
     * @throws ImpossibleEventException when this event cannot follow this state
     */
    S evolve(Optional<S> state, E event);
}
