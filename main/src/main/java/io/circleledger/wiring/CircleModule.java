package io.circleledger.wiring;

import com.fasterxml.uuid.Generators;
import io.circleledger.api.CircleApi;
import io.circleledger.api.CircleImport;
import io.circleledger.api.CircleRoutes;
import io.circleledger.api.CreationRoute;
import io.circleledger.api.LifeRoutes;
import io.circleledger.api.MemberImport;
import io.circleledger.api.RenewalDeadlineJob;
import io.circleledger.api.RosterRoutes;
import io.circleledger.api.YearEndJob;
import io.circleledger.command.CircleCommands;
import io.circleledger.command.CircleFingerprint;
import io.circleledger.configuration.Configuration;
import io.circleledger.domain.circle.Circle;
import io.circleledger.domain.circle.CircleCommand;
import io.circleledger.domain.circle.CircleEvent;
import io.circleledger.domain.circle.CircleName;
import io.circleledger.domain.circle.CircleRejection;
import io.circleledger.domain.readmodel.CircleView;
import io.circleledger.infrastructure.search.CircleSearchSchema;
import io.circleledger.infrastructure.search.LuceneCircleSearch;
import io.circleledger.infrastructure.stored.CircleStreams;
import io.circleledger.query.CircleQueries;
import io.ledger.core.command.Fingerprint;
import io.ledger.core.decide.Aggregate;
import io.ledger.core.document.ViewProjection;
import io.ledger.core.read.ChangeQueries;
import io.ledger.core.read.SearchQueries;
import io.ledger.http.history.HistoryRoutes;
import io.ledger.http.routes.FoldingRoutes;
import io.ledger.http.routing.RouteGroup;
import io.ledger.icu.IcuNameFolding;
import io.ledger.lucene.LuceneDocumentStore;
import io.ledger.mariadb.Database;
import io.ledger.mariadb.MariaDbEventStamps;
import io.ledger.office.BatchRoutes;
import io.ledger.office.ImportKind;
import io.ledger.office.RegisteredPeople;
import io.ledger.projection.ReadModel;
import io.ledger.redis.RedisReadModel;
import io.ledger.server.LedgerModule;
import io.ledger.server.LedgerParts;
import io.ledger.server.StreamParts;
import io.ledger.server.StreamRules;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The module of circles, with the search and the rule {@code UNIQUE_NAMES}. */
public final class CircleModule
        implements LedgerModule<CircleCommand, Circle, CircleEvent, CircleRejection, CircleView> {

    /** The directory of the search index in {@code DATA_DIR}. */
    private static final String SEARCH_DIRECTORY = "search";

    private final Configuration configuration;

    CircleModule(Configuration configuration) {
        this.configuration = configuration;
    }

    @Override
    public Aggregate<CircleCommand, Circle, CircleEvent, CircleRejection> aggregate() {
        return CircleStreams.AGGREGATE;
    }

    @Override
    public ViewProjection<Circle, CircleEvent, CircleView> projection() {
        return CircleStreams.PROJECTION;
    }

    @Override
    public RedisReadModel<CircleView> documents() {
        return CircleStreams.REDIS;
    }

    @Override
    public Fingerprint<CircleCommand> fingerprint() {
        return new CircleFingerprint();
    }

    @Override
    public String plural() {
        return CircleApi.PROJECTION.several();
    }

    @Override
    public String label() {
        return "redis";
    }

    @Override
    public String health() {
        return "projection";
    }

    @Override
    public String words(Optional<Circle> before, CircleEvent event, String type) {
        return CircleStory.words(before, event, type);
    }

    @Override
    public StreamRules<CircleCommand, Circle, CircleEvent, CircleRejection> rules(Database database) {
        var names = NameRule.wire(database, configuration);
        PeopleParts.tag(database);
        return new StreamRules<>(
                names.circles(),
                log -> Stream.concat(names.rules(log).stream(), PeopleParts.rule(configuration, database, log).stream())
                        .toList());
    }

    @Override
    public List<ImportKind> imports(
            StreamParts<CircleCommand, Circle, CircleEvent, CircleRejection, CircleView> streams, LedgerParts ledger) {
        var folding = new IcuNameFolding();
        var queries = new CircleQueries(streams.documents());
        var people = PeopleParts.wire(configuration, streams, ledger);
        return List.of(
                new CircleImport(
                        new CircleCommands(streams.commands()), queries, folding, ledger.feed()::head, streams.index()),
                people.imports(ledger),
                new MemberImport(
                        people.commands(),
                        people.queries(),
                        streams.histories(),
                        queries,
                        new RegisteredPeople(people.persons()),
                        folding,
                        ledger.feed()::head));
    }

    @Override
    public List<RouteGroup> routes(
            StreamParts<CircleCommand, Circle, CircleEvent, CircleRejection, CircleView> streams, LedgerParts ledger) {
        var index = ledger.parts()
                .add(LuceneDocumentStore.open(
                        configuration.server().dataDir().resolve(SEARCH_DIRECTORY), new CircleSearchSchema()));
        var search = streams.follow(
                ReadModel.local("search"),
                "search",
                "searches may lack what is new, or are refused",
                CircleStreams.SEARCHED,
                index);
        var folding = new IcuNameFolding();
        var commands = new CircleCommands(streams.commands());
        var queries = new CircleQueries(streams.documents());
        var people = PeopleParts.wire(configuration, streams, ledger);
        var jobs = ledger.jobs();
        jobs.add(new RenewalDeadlineJob(commands, queries, ledger.feed()::head));
        jobs.add(new YearEndJob(people.commands(), people.queries(), people.persons()));
        ledger.ties().add("owner", people.queries()::owns);
        ledger.ties().add("officer", people.queries()::leads);
        return List.of(
                new CircleRoutes(
                        new CreationRoute(
                                commands,
                                people.commands(),
                                people.persons(),
                                Generators.timeBasedEpochGenerator()::generate),
                        commands,
                        queries,
                        new SearchQueries<>(
                                new LuceneCircleSearch(index),
                                streams.past(CircleStreams.SEARCHED, LuceneCircleSearch::of)::at,
                                ledger.clock(),
                                ledger.freshness(),
                                search.wakeUps()),
                        new ChangeQueries(new MariaDbEventStamps(ledger.database())),
                        streams.histories(),
                        folding,
                        configuration.server().timeZone()),
                new LifeRoutes(commands),
                new RosterRoutes(people.commands(), people.queries(), people.reads()),
                people.routes(ledger),
                new BatchRoutes(jobs, jobs.store(), List.of(RenewalDeadlineJob.NAME, YearEndJob.NAME)),
                new FoldingRoutes(folding, 2 * CircleName.MAX_CHARACTERS),
                new HistoryRoutes<>(streams.histories(), CircleApi.HISTORY));
    }
}
