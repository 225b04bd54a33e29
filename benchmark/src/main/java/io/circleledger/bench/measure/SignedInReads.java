package io.circleledger.bench.measure;

import io.circleledger.bench.load.LoadOrder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Reading one circle at a server that wants to know who reads, by turns with one that does not. */
public final class SignedInReads {

    private static final Duration CATCH_UP = Duration.ofMinutes(3);
    private static final int CONNECTIONS = 64;
    private static final int CIRCLES = 100;
    private static final String ROLE = "viewer";

    private final Run run;

    public SignedInReads(Run run) {
        this.run = run;
    }

    public void measure() throws IOException, SQLException, InterruptedException {
        try (var provider = TokenProvider.start()) {
            var settings = Map.of(
                    "ACCOUNTS", "local", "OIDC_ISSUER", provider.issuer(), "OIDC_CLIENT_ID", TokenProvider.AUDIENCE);
            try (var open = run.ledger("open");
                    var closed = run.ledger("closed", settings)) {
                var token = apiToken(closed, settings);
                var anybody = circles(open);
                var known = circles(closed);
                run.progress().say("identity: warming up");
                var warmUp = run.sizes().warmUpMillis() / 2;
                read(open, anybody, "", warmUp);
                read(closed, known, token, warmUp);
                read(closed, known, provider.token(ROLE), warmUp);
                for (var round = 0; round < run.sizes().rounds(); round++) {
                    var millis = run.sizes().runMillis();
                    var free = read(open, anybody, "", millis);
                    var withToken = read(closed, known, token, millis);
                    var withJwt = read(closed, known, provider.token(ROLE), millis);
                    run.results().add("identity/open", free);
                    run.results().add("identity/token", withToken);
                    run.results().add("identity/jwt", withJwt);
                    run.progress()
                            .say("identity  open %,9.0f/s   token %,9.0f/s   JWT %,9.0f/s", free, withToken, withJwt);
                }
            }
        }
    }

    private static Path circles(Ledger ledger) throws IOException, SQLException, InterruptedException {
        var ids = new Seeder(ledger.stores()).circles(CIRCLES);
        ledger.stores().awaitProjection(CATCH_UP);
        return ledger.write("hot", ids);
    }

    private static double read(Ledger ledger, Path file, String token, int millis) throws IOException {
        return ledger.load(LoadOrder.of("read")
                        .with("file", file)
                        .with("token", token)
                        .with("connections", CONNECTIONS)
                        .with("millis", millis))
                .perSecond();
    }

    /** The subcommand prints the token alone. */
    private static String apiToken(Ledger ledger, Map<String, String> settings)
            throws IOException, InterruptedException {
        var process = Server.command(
                        ledger.project(),
                        ledger.dataDir(),
                        settings,
                        List.of(),
                        List.of("token", "add", "bench", "--role", ROLE))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        var token = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
        if (process.waitFor() != 0 || token.isEmpty()) {
            throw new IllegalStateException("no token was made: ./circle-ledger token add failed");
        }
        return token;
    }
}
