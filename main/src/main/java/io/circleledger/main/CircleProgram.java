package io.circleledger.main;

import io.circleledger.api.CircleApi;
import io.circleledger.configuration.Configuration;
import io.circleledger.console.Console;
import io.circleledger.domain.circle.Circles;
import io.circleledger.domain.circle.NameTags;
import io.circleledger.infrastructure.stored.CircleStreams;
import io.circleledger.wiring.Modules;
import io.circleledger.wiring.Rights;
import io.ledger.core.decide.Aggregate;
import io.ledger.http.access.AccessTable;
import io.ledger.http.feed.FeedNames;
import io.ledger.http.routes.ProjectionNames;
import io.ledger.http.routes.WebFileRoutes;
import io.ledger.http.server.KnownFailures;
import io.ledger.icu.IcuNameFolding;
import io.ledger.mariadb.TableNames;
import io.ledger.program.LedgerProgram;
import io.ledger.program.ProgramSettings;
import io.ledger.program.ProgramWords;
import io.ledger.server.EnvironmentReader;
import io.ledger.server.LedgerModules;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** The ledger of circles as a program of the engine. */
final class CircleProgram implements LedgerProgram {

    private static final ProgramWords WORDS = new ProgramWords(
            "circle-ledger",
            "circle ledger",
            "Circle Ledger: university circles with their whole history.",
            Circles.CATEGORY,
            CircleApi.PROJECTION.several());

    @Override
    public ProgramWords words() {
        return WORDS;
    }

    @Override
    public TableNames tables() {
        return CircleStreams.TABLES;
    }

    @Override
    public String topic() {
        return "circle-events";
    }

    @Override
    public LedgerModules modules(ProgramSettings settings, EnvironmentReader variables) {
        return Modules.of(Configuration.read(settings, variables));
    }

    @Override
    public AccessTable rights(LedgerModules modules) {
        return Rights.table(modules);
    }

    @Override
    public Map<String, Aggregate<?, ?, ?, ?>> taggings() {
        return Map.of(NameTags.KEY, CircleStreams.AGGREGATE.tagged(new NameTags(new IcuNameFolding())));
    }

    @Override
    public KnownFailures failures() {
        return CircleApi.FAILURES;
    }

    @Override
    public FeedNames feed() {
        return CircleApi.FEED;
    }

    @Override
    public ProjectionNames projection() {
        return CircleApi.PROJECTION;
    }

    @Override
    public JsonNode openApi() {
        return CircleApi.openApi();
    }

    @Override
    public WebFileRoutes console() {
        return new WebFileRoutes(
                source(Console.PAGE),
                Console.others().stream().map(CircleProgram::source).toList());
    }

    private static WebFileRoutes.Source source(String name) {
        return new WebFileRoutes.Source(name, Console.mediaType(name), Console.content(name));
    }
}
