package io.circleledger.main;

import com.fasterxml.uuid.Generators;
import io.circleledger.command.CircleCommands;
import io.circleledger.configuration.Configuration;
import io.circleledger.configuration.PartStack;
import io.circleledger.configuration.StartFailure;
import io.circleledger.query.CircleQueries;
import io.micrometer.core.instrument.FunctionCounter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The whole server: every part made and connected by hand, from the stores up to HTTP.
 *
 * <p>What is started is closed in the opposite order. HTTP comes last and goes first, so requests in
 * flight still find everything they need.
 */
final class Application implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Application.class);

    private final PartStack parts = new PartStack();

    /** @throws StartFailure when the server cannot start; what was started is stopped again */
    static Application start(Configuration configuration, String version) {
        var application = new Application();
        try {
            application.wire(configuration, version);
            return application;
        } catch (RuntimeException failure) {
            application.close();
            throw failure instanceof StartFailure known
                    ? known
                    : new StartFailure(String.valueOf(failure.getMessage()), failure);
        }
    }

    private void wire(Configuration configuration, String version) {
        var stores = ServerStores.open(configuration, parts);
        var log = LogSide.wire(stores, configuration, parts);
        var projections = Projections.wire(stores, log, configuration, parts);
        var reads = ReadSide.wire(stores, log, projections, parts);
        var commands = new CircleCommands(
                log.names().circles(),
                log.store(),
                reads.recent(),
                log.answers(),
                log.publisher(),
                Generators.timeBasedEpochGenerator()::generate,
                log.clock(),
                log.names().rules(log.log()));
        reads.followHistory(stores, log, parts);

        var metrics = parts.add(new LedgerMetrics());
        collect(metrics, stores, log, projections, reads);
        var routes = HttpSide.routes(configuration, stores, log, projections, commands, reads, metrics);
        var http = HttpSide.wire(configuration, version, metrics, routes, parts);
        // Closed before HTTP, which waits for its requests: a stream only ends when the feed does.
        parts.add(reads.tail()).start();
        http.start();
        announce(configuration, version, http.port());
    }

    private static void collect(
            LedgerMetrics metrics, ServerStores stores, LogSide log, Projections projections, ReadSide reads) {
        metrics.collect(
                stores.mariaDb(),
                log.appender(),
                projections.redis().watch(),
                projections.redis().watch()::bindHeadTo,
                projections.search().watch(),
                projections.auditor(),
                reads.recent(),
                reads.views(),
                reads.tail(),
                registry -> FunctionCounter.builder(
                                "ledger.reads.folded", reads.queries(), CircleQueries::foldedFromLog)
                        .description("Reads of one circle that the log answered, because the read model could not")
                        .register(registry));
    }

    private static void announce(Configuration configuration, String version, int port) {
        LOG.atInfo()
                .addKeyValue("version", version)
                .addKeyValue("url", url(configuration.httpHost(), port) + configuration.basePath())
                .log("circle ledger is ready");
        if (configuration.openAccess()) {
            LOG.atWarn()
                    .addKeyValue("setting", "OPEN_ACCESS=true")
                    .log("anybody who reaches this server may change everything: nobody logs in");
        }
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
