package io.circleledger.infrastructure.redis;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.circleledger.domain.circle.Circles;
import io.circleledger.domain.readmodel.CircleView;
import io.ledger.core.Complete;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.stream.StreamId;
import io.lettuce.core.KeyValue;
import io.lettuce.core.LettuceFutures;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.TrackingArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.push.PushMessage;
import io.lettuce.core.codec.StringCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One connection on which Redis tells of keys that were read and have changed, with the circles that
 * were read on it more than once.
 *
 * <p><b>Why a remembered circle is right.</b> Redis sends a change's notice on this connection before
 * the answer to any later command on it. Each answer here begins with the checkpoint. So once an
 * answer says that the read model has applied position p, every notice of a change up to p has been
 * dealt with, and what is still remembered is complete to p.
 *
 * <p><b>How nothing outdated gets in.</b> Before a circle is asked for the second time, a mark is put in its place. A
 * notice takes the mark away, and only what still finds its mark is remembered.
 *
 * <p><b>How reads share round trips.</b> Whoever asks joins a queue; the first of them starts a
 * virtual thread that asks for all of them in one command and hands out the answers. It runs when those that are
 * runnable already have had their turn, and those who come while it waits are asked for next, so the queue is as
 * long as the load makes it. It also is the only one that another thread has to wake: to wake a virtual thread
 * from outside of their scheduler costs more than the rest of a read.
 *
 * <p>No reader sets an alarm either. The one command has one, and ends with an error when it goes off.
 *
 * <p>A connection that was lost is never used again, nor what was remembered on it.
 */
final class TrackedConnection implements AutoCloseable {

    private static final String CIRCLE = CircleDocument.key("");

    /** What is remembered in the place of a circle. */
    private sealed interface Place {}

    /** Somebody is asking for it. */
    private static final class Mark implements Place {}

    private record Remembered(CircleView view) implements Place {}

    /** What the latest answer said, and when it was asked for. */
    private record Heard(GlobalPosition completeTo, long askedNanos) {}

    /** @param isKept whether the answer may be remembered, so that Redis has to tell of changes */
    private record Asked(StreamId id, boolean isKept, CompletableFuture<Told> told) {}

    private record Question(List<Asked> batch, long askedNanos, RedisFuture<List<KeyValue<String, String>>> answer) {}

    private record Told(GlobalPosition completeTo, Optional<String> document) {}

    private final StatefulRedisConnection<String, String> connection;
    // What an entry costs in upkeep is less than waking another thread for it.
    private final Cache<StreamId, Place> circles = Caffeine.newBuilder()
            .maximumSize(RedisLimits.NEAR_CIRCLES)
            .executor(Runnable::run)
            .build();
    private final Doorkeeper doorkeeper = new Doorkeeper(RedisLimits.NEAR_DOORKEEPER);
    private final ArrayBlockingQueue<Asked> queue = new ArrayBlockingQueue<>(RedisLimits.REQUEST_QUEUE);

    /** Whether somebody asks; in the beginning, whoever makes the connection. */
    private final AtomicBoolean asking = new AtomicBoolean(true);

    private final AtomicBoolean closing = new AtomicBoolean();
    private volatile Heard heard = new Heard(GlobalPosition.START, System.nanoTime());
    private volatile boolean lost;

    /** Whether Redis will tell when the checkpoint has changed. */
    private volatile boolean isCheckpointTracked;

    /** @throws RedisException when Redis does not notify of changes */
    TrackedConnection(StatefulRedisConnection<String, String> connection) {
        this.connection = connection;
        connection.addListener(this::notice);
        connection.addListener(new RedisConnectionStateListener() {
            @Override
            public void onRedisDisconnected(RedisChannelHandler<?, ?> channel) {
                close();
            }
        });
        connection.sync().clientTracking(TrackingArgs.Builder.enabled().optin());
        // What is asked together is sent together.
        connection.setAutoFlushCommands(false);
        askForAll();
    }

    /** Whether it was lost, or has not answered for too long. */
    boolean isLost() {
        return lost || !isWithin(heard, RedisLimits.NEAR_SILENCE);
    }

    private static boolean isWithin(Heard last, Duration time) {
        return System.nanoTime() - last.askedNanos() < time.toNanos();
    }

    boolean remembers(StreamId id) {
        return circles.getIfPresent(id) instanceof Remembered;
    }

    /** Forgets the circles, and the marks in the places of those that are being asked for. */
    void forgetAll() {
        circles.invalidateAll();
    }

    /**
     * A circle from memory.
     *
     * @param atLeast what the answer must be complete to
     */
    Optional<Complete<Optional<CircleView>>> remembered(StreamId id, GlobalPosition atLeast) {
        var last = heard;
        if (!last.completeTo().isBefore(atLeast)
                && isWithin(last, RedisLimits.NEAR_STALENESS)
                && circles.getIfPresent(id) instanceof Remembered(var view)) {
            return Optional.of(new Complete<>(last.completeTo(), Optional.of(view)));
        }
        return Optional.empty();
    }

    /** Asks Redis for a circle, and remembers it when it is asked for again; empty when there was no answer. */
    Optional<Complete<Optional<CircleView>>> ask(StreamId id) {
        return doorkeeper.knows(id) ? askAndRemember(id) : found(id, false);
    }

    private Optional<Complete<Optional<CircleView>>> askAndRemember(StreamId id) {
        var mark = new Mark();
        var isMarked = circles.asMap().putIfAbsent(id, mark) == null;
        try {
            var found = found(id, true);
            if (isMarked) {
                found.flatMap(Complete::value)
                        .ifPresent(view -> circles.asMap().replace(id, mark, new Remembered(view)));
            }
            return found;
        } finally {
            circles.asMap().remove(id, mark);
        }
    }

    private Optional<Complete<Optional<CircleView>>> found(StreamId id, boolean isKept) {
        try {
            var told = new CompletableFuture<Told>();
            if (lost || !queue.offer(new Asked(id, isKept, told))) {
                return Optional.empty();
            }
            askSoon();
            var answer = told.get();
            var view = answer.document().flatMap(document -> CircleDocument.decode(id, document));
            return Optional.of(new Complete<>(answer.completeTo(), view));
        } catch (ExecutionException noAnswer) {
            return Optional.empty();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** Has somebody ask for all that wait; when none does, only how far the read model is. */
    void askSoon() {
        if (asking.compareAndSet(false, true)) {
            Thread.ofVirtual().name("near-circles").start(this::askForAll);
        }
    }

    /** One at a time does so: whoever joins the queue meanwhile is seen before it ends, or starts the next one. */
    private void askForAll() {
        do {
            do {
                var batch = new ArrayList<Asked>();
                queue.drainTo(batch, RedisLimits.NEAR_BATCH);
                ask(batch);
            } while (!queue.isEmpty());
            asking.set(false);
        } while (!queue.isEmpty() && asking.compareAndSet(false, true));
    }

    private void ask(List<Asked> batch) {
        try {
            for (var question : questions(batch)) {
                tell(question);
            }
        } catch (RuntimeException | Error failure) {
            // Whatever it is: nobody else tells those who wait.
            batch.forEach(asked -> asked.told().completeExceptionally(failure));
            close();
        }
    }

    /** Asks for the circles that may be remembered, of which Redis will tell, and for those that are read in passing. */
    private List<Question> questions(List<Asked> batch) {
        var kept = batch.stream().filter(Asked::isKept).toList();
        var passing = batch.stream().filter(asked -> !asked.isKept()).toList();
        var questions = new ArrayList<Question>(2);
        if (passing.isEmpty() || !kept.isEmpty() || !isCheckpointTracked) {
            isCheckpointTracked = true;
            // Is about the next command alone.
            var _ = connection.async().clientCaching(true);
            questions.add(question(kept));
        }
        if (!passing.isEmpty()) {
            questions.add(question(passing));
        }
        connection.flushCommands();
        return questions;
    }

    private Question question(List<Asked> batch) {
        var keys = new String[batch.size() + 2];
        keys[0] = CheckpointText.KEY;
        keys[1] = RedisReadModels.GENERATION;
        for (var i = 0; i < batch.size(); i++) {
            keys[i + 2] = CircleDocument.key(batch.get(i).id());
        }
        return new Question(batch, System.nanoTime(), connection.async().mget(keys));
    }

    /** @throws RedisException when there is no answer in time */
    private void tell(Question question) {
        var values = LettuceFutures.awaitOrCancel(
                question.answer(), RedisLimits.READ_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        var completeTo = CheckpointText.position(values.getFirst().getValueOrElse(null));
        heard = new Heard(completeTo, question.askedNanos());
        for (var i = 0; i < question.batch().size(); i++) {
            var document = Optional.ofNullable(values.get(i + 2).getValueOrElse(null));
            question.batch().get(i).told().complete(new Told(completeTo, document));
        }
    }

    /** Takes what has changed out of the memory; runs in the order in which Redis sends, and waits for nothing. */
    private void notice(PushMessage message) {
        if (!message.getType().equals("invalidate")) {
            return;
        }
        // Without keys it says that the database was emptied, which ends all tracking.
        if (!(message.getContent(StringCodec.UTF8::decodeKey).get(1) instanceof List<?> keys)
                || keys.contains(RedisReadModels.GENERATION)) {
            circles.invalidateAll();
            isCheckpointTracked = false;
            askSoon();
            return;
        }
        for (var key : keys) {
            if (key instanceof String name && name.startsWith(CIRCLE)) {
                Circles.parse(name.substring(CIRCLE.length())).ifPresent(circles::invalidate);
            }
        }
        if (keys.contains(CheckpointText.KEY)) {
            isCheckpointTracked = false;
            askSoon();
        }
    }

    @Override
    public void close() {
        lost = true;
        var waiting = new ArrayList<Asked>();
        queue.drainTo(waiting);
        waiting.forEach(asked -> asked.told().completeExceptionally(new RedisException("the connection was lost")));
        // The client reports the end that this brings about, and would complain of a second one.
        if (closing.compareAndSet(false, true)) {
            var _ = connection.closeAsync();
        }
    }
}
