package io.circleledger.main;

import static org.assertj.core.api.Assertions.assertThat;

import io.ledger.program.ProgramSettings;
import io.ledger.program.ToolRun;
import io.ledger.server.LedgerModules;
import io.ledger.tool.ExportCommand;
import io.ledger.tool.ImportCommand;
import io.ledger.tool.RebuildCommand;
import io.ledger.tool.ToolSettings;
import io.ledger.tool.VerifyCommand;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/** The subcommands of a program that knows some kinds of streams, with what they print. */
record KindsOfTools(LedgerModules modules, ProgramSettings settings) {

    /** A subcommand that prints here. */
    @FunctionalInterface
    private interface Work {

        int run(PrintStream out) throws Exception;
    }

    public String verify() throws Exception {
        return printed(out -> new VerifyCommand(toolSettings(), out).verify());
    }

    public String rebuild() throws Exception {
        return printed(out -> new RebuildCommand(toolSettings(), out, out).rebuild(0));
    }

    public void export(Path file) throws Exception {
        var _ = printed(out -> {
            var exitCode = new ExportCommand(toolSettings(), out, out).export(Optional.of(file));
            assertThat(exitCode).isZero();
            return exitCode;
        });
    }

    public String take(Path file) throws Exception {
        return printed(out ->
                new ImportCommand(toolSettings(), InputStream.nullInputStream(), out).take(Optional.of(file), false));
    }

    private ToolSettings toolSettings() {
        return ToolRun.settings(new CircleProgram(), modules, settings);
    }

    private static String printed(Work work) throws Exception {
        var bytes = new ByteArrayOutputStream();
        try (var out = new PrintStream(bytes, false, StandardCharsets.UTF_8)) {
            var _ = work.run(out);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
