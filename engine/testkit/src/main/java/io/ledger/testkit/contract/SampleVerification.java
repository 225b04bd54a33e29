package io.ledger.testkit.contract;

import io.ledger.core.document.Document;
import io.ledger.projection.check.Findings;
import io.ledger.projection.check.LogOrder;
import io.ledger.projection.check.Verification;
import io.ledger.testkit.InMemoryDocumentStore;
import io.ledger.testkit.LedgerStores;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A verification of the streams of a sample, in a log that has another category too. */
final class SampleVerification {

    private SampleVerification() {}

    /** What is found. */
    static <S, E, V extends Document> List<String> of(
            AggregateSample<?, S, E, ?, V> sample,
            String other,
            LedgerStores stores,
            InMemoryDocumentStore<V> documents)
            throws InterruptedException {
        var lines = new ArrayList<String>();
        var aggregate = sample.aggregate();
        var findings = new Findings(lines::add);
        new Verification<>(
                        sample.projection(),
                        stores.log(aggregate),
                        stores.metadata(aggregate),
                        stores.histories(aggregate),
                        stores.snapshots(aggregate),
                        documents,
                        documents,
                        findings,
                        Optional.of(new LogOrder(Set.of(aggregate.category(), other), findings)),
                        (_, _, _) -> {})
                .run();
        return lines;
    }
}
