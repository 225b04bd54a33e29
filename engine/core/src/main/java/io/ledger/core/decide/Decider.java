package io.ledger.core.decide;

import java.util.Optional;

/**
 * The rules of one kind of stream, as two pure functions: what a command leads to, and what an event does.
 *
 * <p>The shape is Jérémie Chassaing's Decider
 * (https://thinkbeforecoding.com/post/2021/12/17/functional-event-sourcing-decider). Neither function knows the stream's
 * id or version: both belong to the envelope, and the core counts.
 *
 * @param <C> commands
 * @param <S> states
 * @param <E> events
 * @param <R> rejections: the rules that a command can break
 */
public interface Decider<C, S, E, R> {

    /**
     * Decides what follows from a command.
     *
     * @param state the state the command is about, empty before the first event
     */
    Decision<E, R> decide(C command, Optional<S> state);

    /**
     * The state after an event.
     *
     * @param state the state before the event, empty before the first one
     * @throws ImpossibleEventException when no history that keeps the rules has this event here
     */
    S evolve(Optional<S> state, E event);
}
