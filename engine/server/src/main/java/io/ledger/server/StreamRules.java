package io.ledger.server;

import io.ledger.core.command.StreamRule;
import io.ledger.core.decide.Aggregate;
import io.ledger.core.stream.QueriedLog;
import java.util.List;
import java.util.function.Function;

/**
 * The rules over several streams that a server enforces.
 *
 * @param aggregate the aggregate, with the tagger that these rules need
 * @param rules makes the rules for the log that they read
 */
public record StreamRules<C, S, E, R>(
        Aggregate<C, S, E, R> aggregate, Function<QueriedLog<E>, List<StreamRule<S, E, R>>> rules) {

    /** No rules, and no tags. */
    public static <C, S, E, R> StreamRules<C, S, E, R> none(Aggregate<C, S, E, R> aggregate) {
        return new StreamRules<>(aggregate, _ -> List.of());
    }
}
