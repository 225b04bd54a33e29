package io.ledger.program;

import io.ledger.core.document.Document;
import io.ledger.http.routing.RouteGroup;
import io.ledger.identity.account.LinkAddress;
import io.ledger.identity.account.SignInLinkMaker;
import io.ledger.redis.Redis;
import io.ledger.server.IdentityParts;
import io.ledger.server.LedgerMetrics;
import io.ledger.server.LedgerModule;
import io.ledger.server.LedgerModules;
import io.ledger.server.LedgerParts;
import io.ledger.server.PartStack;
import io.ledger.server.Relay;
import io.ledger.server.ServerSettings;
import io.ledger.server.StartFailure;
import io.ledger.server.StreamParts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The whole server: every part made and connected by hand, from the stores over each kind of stream up to HTTP.
 *
 * <p>What is started is closed in the opposite order. HTTP comes last and goes first, so requests in
 * flight still find everything they need.
 */
public final class Application implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Application.class);

    private final LedgerProgram program;
    private final ProgramSettings settings;
    private final PartStack parts = new PartStack();
    private int port;

    private Application(LedgerProgram program, ProgramSettings settings) {
        this.program = program;
        this.settings = settings;
    }

    /**
     * Starts a server.
     *
     * @param withKafka whether a broker is started for it
     * @throws StartFailure when it cannot start; what was started is stopped again
     */
    public static Application start(
            LedgerProgram program, LedgerModules modules, ProgramSettings settings, boolean withKafka, String version) {
        var application = new Application(program, settings);
        try {
            application.wire(modules, withKafka, version);
            return application;
        } catch (RuntimeException failure) {
            application.close();
            throw failure instanceof StartFailure known
                    ? known
                    : new StartFailure(String.valueOf(failure.getMessage()), failure);
        }
    }

    private void wire(LedgerModules modules, boolean withKafka, String version) {
        var stores = ServerStores.open(program.tables(), modules, settings, withKafka, parts);
        var identities =
                IdentityParts.wire(settings.identities(), stores.mariaDb().database(), parts);
        var ledger = LedgerParts.wire(
                modules.aggregates(),
                stores.mariaDb(),
                new ServerSettings(
                        settings.role(),
                        settings.snapshotInterval(),
                        settings.idempotencyKept(),
                        Optional.of(stores.kafka()).filter(_ -> settings.projectsFromKafka())),
                identities.audit(),
                parts);
        var kinds = new ArrayList<StreamParts<?, ?, ?, ?, ?>>();
        var routes = new ArrayList<RouteGroup>();
        stores.redis()
                .ifPresent(redis -> modules.all().forEach(module -> kinds.add(wire(module, ledger, redis, routes))));
        if (settings.role().answers()) {
            ledger.startJobs();
        }
        var relay = Relay.wire(stores.kafka(), ledger);
        ledger.watchHistory();

        var metrics = parts.add(new LedgerMetrics());
        metrics.collect(stores.mariaDb(), ledger.appender(), ledger.tail(), ledger.jobs());
        if (!kinds.isEmpty()) {
            metrics.collect(kinds.getFirst().followed().models().getFirst().watch()::bindHeadTo);
        }
        kinds.forEach(metrics::collect);
        relay.ifPresent(metrics::collect);
        routes.addAll(HttpSide.routes(program, settings, stores, ledger, kinds, relay, identities, metrics));
        var http =
                HttpSide.wire(program, settings, version, metrics, identities, program.rights(modules), routes, ledger);
        // Closed before HTTP, which waits for its requests: a stream only ends when the feed does.
        parts.add(ledger.tail()).start();
        http.start();
        port = http.port();
        announce(version);
        if (settings.role().answers()) {
            identities.links().flatMap(SignInLinkMaker::first).ifPresent(this::showFirst);
        }
        relay.ifPresent(_ -> LOG.atInfo()
                .addKeyValue("servers", stores.kafka().bootstrapServers())
                .addKeyValue("topic", stores.kafka().topic())
                .log("events are handed on to Kafka"));
    }

    /** On standard output and not in the log: whoever has the link is the administrator. */
    private void showFirst(String secret) {
        System.out.println(program.words().command()
                + ": nobody has signed in yet; choose the administrator's password within 72 hours at "
                + LinkAddress.at(settings.url(port), secret));
    }

    private static <C, S, E, R, V extends Document> StreamParts<C, S, E, R, V> wire(
            LedgerModule<C, S, E, R, V> module, LedgerParts ledger, Redis redis, List<RouteGroup> routes) {
        var streams = new StreamParts<>(module, ledger, redis);
        if (ledger.settings().role().answers()) {
            routes.addAll(module.routes(streams, ledger));
            module.imports(streams, ledger).forEach(ledger.imports()::add);
        }
        return streams;
    }

    /** The port it answers at. */
    public int port() {
        return port;
    }

    private void announce(String version) {
        if (settings.openAccess()) {
            LOG.atWarn()
                    .addKeyValue("setting", "OPEN_ACCESS=true")
                    .log("anybody who reaches this server may change everything: nobody logs in");
        }
        LOG.atInfo()
                .addKeyValue("version", version)
                .addKeyValue("url", url(settings.httpHost(), port) + settings.basePath())
                .log(program.words().title() + " is ready");
    }

    private static String url(String host, int port) {
        return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    /** Stops everything, the last started first; does nothing the second time. */
    @Override
    public void close() {
        parts.close();
    }
}
