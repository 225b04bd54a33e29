package io.circleledger.cli;

import io.circleledger.configuration.Configuration;
import io.circleledger.configuration.ExitCode;
import io.circleledger.wiring.Modules;
import io.ledger.core.document.Document;
import io.ledger.mariadb.MariaDbEventLog;
import io.ledger.mariadb.MariaDbHistories;
import io.ledger.mariadb.MariaDbSnapshotLog;
import io.ledger.projection.check.Findings;
import io.ledger.projection.check.LogOrder;
import io.ledger.projection.check.Verification;
import io.ledger.projection.check.Verification.Summary;
import io.ledger.server.LedgerModule;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/** The subcommand {@code verify}: what it checks is in {@link Verification}, here it is told. */
final class VerifyCommand {

    private final Modules modules;
    private final PrintStream out;

    VerifyCommand(Modules modules, PrintStream out) {
        this.modules = modules;
        this.out = out;
    }

    int verify(Configuration configuration) throws InterruptedException {
        var progress = ProgressLine.onStandardError();
        var lines = new ArrayList<String>();
        var findings = new Findings(lines::add);
        try (var stores = ToolStores.open(configuration)) {
            var summaries = new LinkedHashMap<String, Summary>();
            // The log itself is held to its rules once.
            var order = Optional.of(new LogOrder(modules.categories(), findings));
            for (var module : modules.all()) {
                summaries.put(
                        module.plural(),
                        verification(module, stores, findings, order, progress).run());
                order = Optional.empty();
            }
            progress.end();
            return tell(summaries, findings, lines);
        } finally {
            progress.end();
        }
    }

    private static <S, E, V extends Document> Verification<S, E, V> verification(
            LedgerModule<?, S, E, ?, V> module,
            ToolStores stores,
            Findings findings,
            Optional<LogOrder> order,
            ProgressLine progress) {
        var database = stores.mariaDb().database();
        var log = new MariaDbEventLog<>(database, module.aggregate());
        return new Verification<>(
                module.projection(),
                log,
                log,
                new MariaDbHistories<>(database, module.aggregate()),
                new MariaDbSnapshotLog<>(database, module.aggregate()),
                stores.redis().store(module.documents()),
                stores.redis().scan(module.documents()),
                findings,
                order,
                progress);
    }

    /** Says what came of it, and gives the exit code. */
    private int tell(SequencedMap<String, Summary> summaries, Findings findings, List<String> lines) {
        lines.forEach(out::println);
        out.printf(
                "checked %s events, %s, %d snapshots and the read model%n",
                summaries.firstEntry().getValue().position(),
                summaries.entrySet().stream()
                        .map(kind -> kind.getValue().streams() + " " + kind.getKey())
                        .collect(Collectors.joining(", ")),
                summaries.values().stream().mapToLong(Summary::snapshots).sum());
        if (findings.isEmpty()) {
            out.println("all in order");
            return ExitCode.DONE;
        }
        for (var kind : Findings.Kind.values()) {
            if (findings.count(kind) > 0) {
                out.println(findings.count(kind) + " found in " + kind.title());
            }
        }
        return ExitCode.NOT_IN_ORDER;
    }
}
