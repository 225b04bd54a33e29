package io.ledger.tool;

import io.ledger.core.document.Document;
import io.ledger.mariadb.MariaDbEventLog;
import io.ledger.mariadb.MariaDbHistories;
import io.ledger.mariadb.MariaDbSnapshotLog;
import io.ledger.projection.check.Findings;
import io.ledger.projection.check.LogOrder;
import io.ledger.projection.check.Verification;
import io.ledger.projection.check.Verification.Summary;
import io.ledger.server.ExitCode;
import io.ledger.server.LedgerModule;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/** The subcommand {@code verify}: what it checks is in {@link Verification}, here it is told. */
public final class VerifyCommand {

    private final ToolSettings settings;
    private final PrintStream out;

    public VerifyCommand(ToolSettings settings, PrintStream out) {
        this.settings = settings;
        this.out = out;
    }

    public int verify() throws InterruptedException {
        var progress = ProgressLine.onStandardError(settings.program());
        var lines = new ArrayList<String>();
        var findings = new Findings(lines::add);
        try (var stores = ToolStores.open(settings)) {
            var summaries = new LinkedHashMap<String, Summary>();
            // The log itself is held to its rules once.
            var order = Optional.of(new LogOrder(settings.modules().categories(), findings));
            for (var module : settings.modules().all()) {
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
