package io.circleledger.cli;

import io.circleledger.configuration.Configuration;
import io.circleledger.configuration.ExitCode;
import io.circleledger.domain.circle.Circle;
import io.circleledger.domain.circle.CircleEvent;
import io.circleledger.domain.readmodel.CircleView;
import io.circleledger.infrastructure.stored.CircleStreams;
import io.ledger.mariadb.MariaDbEventLog;
import io.ledger.mariadb.MariaDbSnapshotLog;
import io.ledger.projection.check.Findings;
import io.ledger.projection.check.Verification;
import io.ledger.projection.check.Verification.Summary;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** The subcommand {@code verify}: what it checks is in {@link Verification}, here it is told. */
final class VerifyCommand {

    private final PrintStream out;

    VerifyCommand(PrintStream out) {
        this.out = out;
    }

    int verify(Configuration configuration) throws InterruptedException {
        var progress = ProgressLine.onStandardError();
        var lines = new ArrayList<String>();
        var findings = new Findings(lines::add);
        try (var stores = ToolStores.open(configuration)) {
            var summary = verification(stores, findings, progress).run();
            progress.end();
            return tell(summary, findings, lines);
        } finally {
            progress.end();
        }
    }

    private static Verification<Circle, CircleEvent, CircleView> verification(
            ToolStores stores, Findings findings, ProgressLine progress) {
        var database = stores.mariaDb().database();
        var log = new MariaDbEventLog<>(database, CircleStreams.AGGREGATE);
        return new Verification<>(
                CircleStreams.PROJECTION,
                log,
                log,
                new MariaDbSnapshotLog<>(database, CircleStreams.AGGREGATE),
                stores.redis().store(CircleStreams.REDIS),
                stores.redis().scan(CircleStreams.REDIS),
                findings,
                progress);
    }

    /** Says what came of it, and gives the exit code. */
    private int tell(Summary summary, Findings findings, List<String> lines) {
        lines.forEach(out::println);
        out.printf(
                "checked %s events, %d circles, %d snapshots and the read model%n",
                summary.position(), summary.streams(), summary.snapshots());
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
