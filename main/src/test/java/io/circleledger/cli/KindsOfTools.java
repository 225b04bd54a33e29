package io.circleledger.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.circleledger.configuration.Configuration;
import io.circleledger.wiring.Modules;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/** The subcommands of a program that knows some kinds of streams, with what they print. */
public record KindsOfTools(Modules modules, Configuration configuration) {

    /** A subcommand that prints here. */
    @FunctionalInterface
    private interface Work {

        int run(PrintStream out) throws Exception;
    }

    public String verify() throws Exception {
        return printed(out -> new VerifyCommand(modules, out).verify(configuration));
    }

    public String rebuild() throws Exception {
        return printed(out -> new RebuildCommand(modules, out, out).rebuild(configuration, 0));
    }

    public void export(Path file) throws Exception {
        var _ = printed(out -> {
            var exitCode = new ExportCommand(modules, out, out).export(configuration, Optional.of(file));
            assertThat(exitCode).isZero();
            return exitCode;
        });
    }

    public String take(Path file) throws Exception {
        return printed(out -> new ImportCommand(modules, InputStream.nullInputStream(), out)
                .take(configuration, Optional.of(file), false));
    }

    private static String printed(Work work) throws Exception {
        var bytes = new ByteArrayOutputStream();
        try (var out = new PrintStream(bytes, false, StandardCharsets.UTF_8)) {
            var _ = work.run(out);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
