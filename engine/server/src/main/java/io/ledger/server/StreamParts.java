package io.ledger.server;

import com.fasterxml.uuid.Generators;
import io.ledger.core.command.CommandHandler;
import io.ledger.core.document.Document;
import io.ledger.core.document.DocumentStore;
import io.ledger.core.document.ViewProjection;
import io.ledger.core.log.EventSource;
import io.ledger.core.read.DocumentQueries;
import io.ledger.core.read.HistoryQueries;
import io.ledger.core.read.PastLimits;
import io.ledger.core.read.PastReadModels;
import io.ledger.core.read.PastReadModels.PastDocument;
import io.ledger.core.read.ReadOwnWrites;
import io.ledger.core.read.StateQueries;
import io.ledger.core.stream.EventStore;
import io.ledger.core.stream.QueriedLog;
import io.ledger.core.stream.StreamIndex;
import io.ledger.kafka.TopicEventSource;
import io.ledger.mariadb.CaffeineRecentStates;
import io.ledger.mariadb.MariaDbEventLog;
import io.ledger.mariadb.MariaDbEventStore;
import io.ledger.mariadb.MariaDbHistories;
import io.ledger.mariadb.MariaDbLogTimes;
import io.ledger.mariadb.MariaDbSnapshotLog;
import io.ledger.mariadb.MariaDbStreamIndex;
import io.ledger.projection.LogSource;
import io.ledger.projection.ProjectionWatch;
import io.ledger.projection.Projector;
import io.ledger.projection.ReadModel;
import io.ledger.projection.ReadModelAuditor;
import io.ledger.projection.ReadModelRebuild;
import io.ledger.projection.Repair;
import io.ledger.projection.WakeUpChannel;
import io.ledger.projection.check.Progress;
import io.ledger.redis.NearDocuments;
import io.ledger.redis.Redis;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/**
 * The parts of one kind of stream in a running server: its commands, queries and read models, with their projections
 * and auditor.
 */
public final class StreamParts<C, S, E, R, V extends Document> implements MeterBinder {

    private final LedgerModule<C, S, E, R, V> module;
    private final LedgerParts ledger;
    private final Redis redis;
    private final MariaDbEventLog<E> log;
    private final MariaDbEventStore<S, E> store;
    private final MariaDbHistories<S, E> past;
    private final StreamIndex index;
    private final CaffeineRecentStates<S> recent;
    private final NearDocuments<V> views;
    private final List<FollowedModel<S, E, V>> models = new CopyOnWriteArrayList<>();
    private final Optional<ReadModelAuditor<S, E, V>> auditor;
    private final CommandHandler<C, S, E, R> commands;
    private final DocumentQueries<S, V> documents;
    private final HistoryQueries<S, E> histories;

    /** Makes and starts all of it. */
    public StreamParts(LedgerModule<C, S, E, R, V> module, LedgerParts ledger, Redis redis) {
        this.module = module;
        this.ledger = ledger;
        this.redis = redis;
        // Whoever answers nobody records nothing, and has no say in how events are tagged.
        var rules = role().answers() ? module.rules(ledger.database()) : StreamRules.none(module.aggregate());
        var aggregate = rules.aggregate();
        this.log = new MariaDbEventLog<>(ledger.database(), aggregate);
        this.store = new MariaDbEventStore<>(ledger.database(), aggregate, ledger.appender());
        this.past = new MariaDbHistories<>(ledger.database(), aggregate);
        this.index = new MariaDbStreamIndex(
                ledger.database(), aggregate.category(), aggregate.events().types());
        this.recent = new CaffeineRecentStates<>("recent_" + module.plural(), aggregate.states());
        ledger.history().forgetting(recent::forgetAll);
        var shown = follow(
                ReadModel.shared(module.label()),
                module.health(),
                "lists may lack what is new, or are refused",
                redis.store(module.documents()));
        this.auditor = role().projects() ? Optional.of(auditor(shown)) : Optional.empty();
        this.views = ledger.parts().add(redis.nearDocuments(module.documents()));
        views.start();
        ledger.history().forgetting(views::forgetAll);
        this.commands = new CommandHandler<>(
                aggregate,
                module.fingerprint(),
                store,
                recent,
                ledger.answers(),
                ledger.publisher(),
                Generators.timeBasedEpochGenerator()::generate,
                ledger.clock(),
                rules.rules().apply(log));
        this.documents = new DocumentQueries<>(
                new ReadOwnWrites<>(views, recent, module.projection(), ledger.freshness()),
                store,
                module.projection(),
                ledger.freshness(),
                shown.wakeUps());
        this.histories = new HistoryQueries<>(past, module.projection(), ledger.floor());
    }

    private Role role() {
        return ledger.settings().role();
    }

    private ReadModelAuditor<S, E, V> auditor(FollowedModel<S, E, V> shown) {
        var made = ledger.parts()
                .add(new ReadModelAuditor<>(
                        module.projection(),
                        log,
                        index,
                        past,
                        new MariaDbSnapshotLog<>(ledger.database(), module.aggregate()),
                        shown.documents(),
                        redis.scan(module.documents()),
                        shown.repair(),
                        ledger.history()));
        made.start();
        return made;
    }

    private FollowedModel<S, E, V> follow(ReadModel model, String health, String without, DocumentStore<V> into) {
        return follow(model, health, without, module.projection(), into);
    }

    /**
     * Adds another read model of these streams, and starts its projection.
     *
     * @param health its name in the health of the server
     * @param without what users miss while it is behind
     * @param projection what their events make of the documents there
     */
    public FollowedModel<S, E, V> follow(
            ReadModel model, String health, String without, ViewProjection<S, E, V> projection, DocumentStore<V> into) {
        var wakeUps = new WakeUpChannel();
        ledger.publisher().add(wakeUps);
        // After a change of the log's history, the projection checks its read model at once.
        ledger.history().settling(_ -> wakeUps.hurry());
        var isHere = !model.isShared() || role().projects();
        var topic = isHere ? topic(model, wakeUps) : Optional.<TopicEventSource<E>>empty();
        var projector =
                isHere ? Optional.of(projector(model, projection, into, wakeUps, topic)) : Optional.<Projector>empty();
        projector.ifPresent(Projector::start);
        var watch = ledger.parts()
                .add(new ProjectionWatch(model, log, into, module.aggregate().category()));
        watch.start();
        var followed = new FollowedModel<>(
                model, health, without, into, wakeUps, projector, topic, watch, new Repair<>(projection, past, into));
        models.add(followed);
        return followed;
    }

    private Optional<TopicEventSource<E>> topic(ReadModel model, WakeUpChannel wakeUps) {
        return ledger.settings()
                .source()
                .map(kafka -> ledger.parts()
                        .add(TopicSource.following(
                                model.label(), kafka, ledger.database(), module.aggregate(), log, wakeUps)));
    }

    private Projector projector(
            ReadModel model,
            ViewProjection<S, E, V> projection,
            DocumentStore<V> into,
            WakeUpChannel wakeUps,
            Optional<TopicEventSource<E>> topic) {
        return ledger.parts()
                .add(new Projector(
                        model, projection, orLog(topic), store, into, wakeUps, ledger.clock(), ledger.history()));
    }

    private EventSource<E> orLog(Optional<TopicEventSource<E>> topic) {
        return topic.<EventSource<E>>map(Function.identity()).orElseGet(() -> new LogSource<>(log));
    }

    /**
     * Read models of these streams as they were.
     *
     * @param maker makes one of the documents of a time, which are in no order
     */
    public <M> PastReadModels<E, V, M> past(
            ViewProjection<S, E, V> projection, Function<List<PastDocument<V>>, M> maker) {
        var times = new MariaDbLogTimes(ledger.database());
        return new PastReadModels<>(log, times, projection, maker, ledger.freshness(), PastLimits.STANDARD);
    }

    /** A rebuild of the read model in Redis. */
    public ReadModelRebuild<S, E, V> rebuild(Progress progress) {
        var topic = ledger.settings()
                .source()
                .map(kafka -> TopicSource.once(module.label(), kafka, ledger.database(), module.aggregate()));
        return new ReadModelRebuild<>(
                module.projection(),
                log,
                orLog(topic),
                store,
                redis.readModels(module.documents()),
                ledger.clock(),
                progress);
    }

    /** The read models with their projections, as they are now. */
    public FollowedStreams followed() {
        return new FollowedStreams(
                module.aggregate().category(), module.id(), auditor.map(Function.identity()), List.copyOf(models));
    }

    /** The streams there ever were, and which of them have ended. */
    public StreamIndex index() {
        return index;
    }

    public CommandHandler<C, S, E, R> commands() {
        return commands;
    }

    /** Queries for whole states. */
    public StateQueries<S> states() {
        return new StateQueries<>(store, recent, ledger.freshness());
    }

    public DocumentQueries<S, V> documents() {
        return documents;
    }

    /** The streams themselves, for queries that need whole states. */
    public EventStore<S> store() {
        return store;
    }

    /** The log, for queries by tags. */
    public QueriedLog<E> log() {
        return log;
    }

    public HistoryQueries<S, E> histories() {
        return histories;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        models.forEach(followed -> {
            followed.watch().bindTo(registry);
            followed.topic().ifPresent(topic -> topic.bindTo(registry));
        });
        auditor.ifPresent(it -> it.bindTo(registry));
        recent.bindTo(registry);
        views.bindTo(registry);
        FunctionCounter.builder("ledger.reads.folded", documents, DocumentQueries::foldedFromLog)
                .tag("category", module.aggregate().category())
                .description("Reads of one stream that the log answered, because the read model could not")
                .register(registry);
    }
}
