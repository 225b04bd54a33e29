package io.ledger.kafka;

import io.ledger.core.StoreUnavailableException;
import io.ledger.core.feed.EventFeed;
import io.ledger.core.feed.StoredEvent;
import io.ledger.core.lease.Lease;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.log.LogPlace;
import io.ledger.core.log.OtherHistory;
import io.ledger.kafka.RelaySession.ProducerFactory;
import io.ledger.kafka.RelayStatus.RelayState;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands on every event of the log to Kafka, once and in order: the log is the outbox.
 *
 * <p><b>One at a time.</b> Every server may have a relay; the one that has the lease works. The lease only saves the others
 * from trying. That two never write is up to Kafka: all relays of a topic have one transactional id, and whoever is
 * initialised last shuts out the others, one that was paused for an hour included.
 *
 * <p><b>Once.</b> A transaction has events and the place after them. So the place is never ahead of the events nor behind
 * them, whatever dies when; see {@link RelaySession}.
 *
 * <p><b>Nobody waits for it.</b> A command wakes the relay and goes on. When Kafka or the log is away, the relay rests, longer
 * with each failure, and goes on from its place. What is read and not yet sent is bounded.
 *
 * <p><b>Another history.</b> A log that is not the one that was relayed, as after a restored backup, stops the relay until it
 * is the right one again or somebody decides otherwise: consumers that were told of an event cannot be told that it never was.
 */
public final class KafkaRelay implements AutoCloseable, MeterBinder {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaRelay.class);

    private final KafkaSettings settings;
    private final EventFeed feed;
    private final Lease lease;
    private final String holder;
    private final EventRecords form;
    private final OtherHistory observer;
    private final ProducerFactory producers;
    private final Duration term;
    private final KafkaEventPublisher publisher = new KafkaEventPublisher();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final AtomicLong relayed = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();

    private @Nullable Thread thread;

    private volatile RelayState state = RelayState.STANDBY;
    private volatile @Nullable LogPlace place;
    private volatile GlobalPosition head = GlobalPosition.START;
    private volatile long epoch;
    private volatile @Nullable String failure;
    private volatile @Nullable String trouble;

    // The relay's own thread's.
    private int failures;
    private long failingSinceNanos;

    /**
     * A relay that does nothing before it is started.
     *
     * @param lease of this topic's relays
     * @param holder names this run of this server, and no other
     * @param form an event as a CloudEvent in JSON, in UTF-8
     * @param observer hears of a log that is another one
     */
    public KafkaRelay(
            KafkaSettings settings,
            EventFeed feed,
            Lease lease,
            String holder,
            Function<StoredEvent, byte[]> form,
            OtherHistory observer) {
        this(settings, feed, lease, holder, form, observer, ProducerFactory.KAFKA, KafkaLimits.LEASE_TERM);
    }

    KafkaRelay(
            KafkaSettings settings,
            EventFeed feed,
            Lease lease,
            String holder,
            Function<StoredEvent, byte[]> form,
            OtherHistory observer,
            ProducerFactory producers,
            Duration term) {
        this.settings = settings;
        this.feed = feed;
        this.lease = lease;
        this.holder = holder;
        this.form = new EventRecords(settings.topic(), form);
        this.observer = observer;
        this.producers = producers;
        this.term = term;
    }

    /** What commands tell of their events. */
    public KafkaEventPublisher publisher() {
        return publisher;
    }

    public void start() {
        thread = Thread.ofVirtual().name("relay").start(this::run);
    }

    /** What the relay does just now. */
    public RelayStatus status() {
        return new RelayStatus(
                state,
                Optional.ofNullable(place),
                GlobalPosition.later(head, publisher.position()),
                epoch,
                Optional.ofNullable(failure),
                Optional.ofNullable(trouble));
    }

    private void run() {
        try {
            while (!isStopped()) {
                var asked = System.nanoTime();
                var tenure = taken();
                if (tenure.isPresent()) {
                    try (var held = new HeldLease(lease, tenure.get(), term, asked)) {
                        lead(held);
                    }
                }
                rest(KafkaLimits.LEASE_POLL);
            }
        } catch (InterruptedException | InterruptException _) {
            Thread.currentThread().interrupt();
        }
    }

    private Optional<Lease.Tenure> taken() {
        try {
            return lease.take(holder, term);
        } catch (RuntimeException storeIsDown) {
            LOG.atDebug().setCause(storeIsDown).log("the lease of the relay cannot be asked for");
            return Optional.empty();
        }
    }

    private void lead(HeldLease held) throws InterruptedException {
        epoch = held.epoch();
        failures = 0;
        LOG.atInfo()
                .addKeyValue("topic", settings.topic())
                .addKeyValue("epoch", epoch)
                .log("this server relays");
        try {
            while (!isStopped() && held.isHeld() && failures < KafkaLimits.FAILURES_OF_ONE_HOLDER) {
                state = RelayState.TAKING_OVER;
                try {
                    relay(held);
                } catch (RelayTrouble stop) {
                    stop(stop);
                } catch (InterruptException stop) {
                    throw stop;
                } catch (RuntimeException failing) {
                    fail(failing);
                }
            }
        } finally {
            state = RelayState.STANDBY;
            place = null;
            epoch = 0;
            LOG.atInfo().addKeyValue("topic", settings.topic()).log("this server does not relay any more");
        }
    }

    private void relay(HeldLease held) throws InterruptedException {
        var opened = RelaySession.open(settings, held, producers, feed, form, publisher);
        if (opened.isEmpty()) {
            return;
        }
        try (var session = opened.get()) {
            place = session.place();
            while (!isStopped() && held.isHeld()) {
                var events = session.step();
                place = session.place();
                session.head().ifPresent(seen -> head = seen);
                relayed.addAndGet(events);
                if (events > 0 || session.isAtEnd()) {
                    // First, so that nobody sees a relay that works and is in trouble.
                    succeed();
                    state = RelayState.RELAYING;
                }
            }
        }
    }

    private void succeed() {
        if (failure != null || trouble != null) {
            LOG.atInfo()
                    .addKeyValue("topic", settings.topic())
                    .addKeyValue("failures", failures)
                    .log("the relay goes on");
        }
        failures = 0;
        failure = null;
        trouble = null;
    }

    private void stop(RelayTrouble stop) throws InterruptedException {
        var told = String.valueOf(stop.getMessage());
        if (!told.equals(trouble)) {
            LOG.atError().addKeyValue("topic", settings.topic()).log(told);
        }
        state = RelayState.STOPPED;
        failed.incrementAndGet();
        failure = null;
        trouble = told;
        observer.noticed("the relay");
        rest(KafkaLimits.TROUBLE_REST);
    }

    private void fail(RuntimeException failing) throws InterruptedException {
        var told = reason(failing);
        if (!told.equals(failure)) {
            LOG.atWarn()
                    .addKeyValue("topic", settings.topic())
                    .addKeyValue("reason", told)
                    .log("the relay rests");
        }
        LOG.atDebug().setCause(failing).log("the relay failed");
        failed.incrementAndGet();
        if (failures == 0 && failure == null) {
            failingSinceNanos = System.nanoTime();
        }
        failure = told;
        if (System.nanoTime() - failingSinceNanos > KafkaLimits.PATIENCE.toNanos()) {
            trouble =
                    "Events are not relayed to Kafka, and wait in the log: %s. The relay goes on by itself when the cause is gone"
                            .formatted(told);
        }
        lookAtHead();
        rest(backoff(failures++));
    }

    /** So that the lag is known to grow. */
    private void lookAtHead() {
        try {
            head = feed.head();
        } catch (StoreUnavailableException storeIsDown) {
            LOG.atDebug().setCause(storeIsDown).log("the end of the log is not known");
        }
    }

    private static String reason(RuntimeException failing) {
        if (failing instanceof ProducerFencedException || failing instanceof InvalidProducerEpochException) {
            return "another relay has taken over the topic";
        }
        var cause = failing.getCause();
        return cause == null || cause.getMessage() == null
                ? failing.toString()
                : failing.getMessage() + ": " + cause.getMessage();
    }

    /** The rest after some failures in a row. */
    static Duration backoff(int failuresBefore) {
        var backoff = KafkaLimits.FIRST_BACKOFF.multipliedBy(1L << Math.min(failuresBefore, 10));
        return backoff.compareTo(KafkaLimits.LONGEST_BACKOFF) < 0 ? backoff : KafkaLimits.LONGEST_BACKOFF;
    }

    private void rest(Duration rest) throws InterruptedException {
        var _ = stopped.await(rest.toNanos(), TimeUnit.NANOSECONDS);
    }

    private boolean isStopped() {
        return stopped.getCount() == 0;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("ledger.relay.lag", this, relay -> relay.figure(RelayStatus::lag))
                .description("Events of the log that are not in Kafka; nothing where this server does not relay")
                .register(registry);
        Gauge.builder(
                        "ledger.relay.position",
                        this,
                        relay -> relay.figure(status ->
                                status.place().map(last -> last.position().value())))
                .description("The last position that is in Kafka; nothing where this server does not relay")
                .register(registry);
        Gauge.builder("ledger.relay.leading", this, relay -> relay.epoch > 0 ? 1 : 0)
                .description("1 where this server has the lease of the relay")
                .register(registry);
        Gauge.builder("ledger.relay.epoch", this, relay -> relay.epoch)
                .description("How often the lease of the relay was taken, where this server has it")
                .register(registry);
        Gauge.builder("ledger.relay.trouble", this, relay -> relay.trouble == null ? 0 : 1)
                .description("1 when the relay needs somebody to look after it")
                .register(registry);
        FunctionCounter.builder("ledger.relay.events", relayed, AtomicLong::doubleValue)
                .description("Events this server has relayed to Kafka")
                .register(registry);
        FunctionCounter.builder("ledger.relay.failures", failed, AtomicLong::doubleValue)
                .description("Tries to relay that failed")
                .register(registry);
    }

    private double figure(Function<RelayStatus, Optional<Long>> figure) {
        return figure.apply(status()).map(Long::doubleValue).orElse(Double.NaN);
    }

    /** Stops after the transaction at hand, and lets another server take over. */
    @Override
    public void close() {
        stopped.countDown();
        var running = thread;
        if (running == null) {
            return;
        }
        try {
            if (!running.join(KafkaLimits.STOP)) {
                running.interrupt();
                if (!running.join(KafkaLimits.STOP)) {
                    LOG.atWarn().log("the relay did not stop in time");
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
