package io.ledger.server;

import io.ledger.core.decide.Aggregate;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The kinds of streams that a program has. Everything that runs over all of them, from the server to the subcommands,
 * uses this list.
 *
 * @param all the first one is the main one, and comes first in answers
 */
public record LedgerModules(List<LedgerModule<?, ?, ?, ?, ?>> all) {

    public LedgerModules {
        all = List.copyOf(all);
    }

    /** The aggregates, for code that only reads what is stored. */
    public List<Aggregate<?, ?, ?, ?>> aggregates() {
        return all.stream().<Aggregate<?, ?, ?, ?>>map(LedgerModule::aggregate).toList();
    }

    /** The categories of their events. */
    public Set<String> categories() {
        return all.stream().map(module -> module.aggregate().category()).collect(Collectors.toSet());
    }
}
