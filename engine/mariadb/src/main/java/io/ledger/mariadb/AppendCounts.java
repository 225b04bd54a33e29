package io.ledger.mariadb;

import io.ledger.core.stream.AppendResult;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.concurrent.atomic.LongAdder;

/** Counts what became of appends, and in how many transactions they went. */
final class AppendCounts implements MeterBinder {

    private final LongAdder recorded = new LongAdder();
    private final LongAdder conflicts = new LongAdder();
    private final LongAdder otherHistories = new LongAdder();
    private final LongAdder conditionsFailed = new LongAdder();
    private final LongAdder repeated = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder batches = new LongAdder();

    void count(AppendResult result) {
        var counter = switch (result) {
            case AppendResult.Appended _ -> recorded;
            case AppendResult.VersionConflict _ -> conflicts;
            case AppendResult.HistoryConflict _ -> otherHistories;
            case AppendResult.ConditionFailed _ -> conditionsFailed;
            case AppendResult.AlreadyAnswered _ -> repeated;
        };
        counter.increment();
    }

    void countFailure() {
        failed.increment();
    }

    void countBatch() {
        batches.increment();
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        appends("recorded", recorded, registry);
        appends("conflict", conflicts, registry);
        appends("other_history", otherHistories, registry);
        appends("condition_failed", conditionsFailed, registry);
        appends("repeated", repeated, registry);
        appends("failed", failed, registry);
        FunctionCounter.builder("ledger.append.batches", batches, LongAdder::doubleValue)
                .description("Transactions that appends went in; appends per batch is how many shared one")
                .register(registry);
    }

    private static void appends(String result, LongAdder counter, MeterRegistry registry) {
        FunctionCounter.builder("ledger.appends", counter, LongAdder::doubleValue)
                .description("Appends by what became of them")
                .tag("result", result)
                .register(registry);
    }
}
