package io.ledger.redis;

import io.ledger.core.StreamId;
import io.ledger.core.document.Document;
import io.ledger.core.log.Complete;
import io.ledger.core.log.GlobalPosition;
import io.ledger.redis.ReadQueue.DocumentReply;
import io.ledger.redis.ReadQueue.PendingRead;
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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/**
 * One connection on which Redis tells of keys that were read and have changed, with the documents that were read on it
 * more than once.
 *
 * <p><b>Why a cached document is right.</b> Redis sends a change's notice on this connection before
 * the answer to any later command on it. Each answer here begins with the checkpoint. So once an
 * answer says that the read model has applied position p, every notice of a change up to p has been
 * dealt with, and what is still cached is complete to p.
 *
 * <p><b>When another generation becomes the live one,</b> the pointer changes, which is read, and so tracked, with each
 * checkpoint: its notice takes everything out of the cache. An answer of a generation that is not the live one any more
 * says so itself, counts for nothing, and is asked for again.
 *
 * <p>A connection that was lost is never used again, nor what was cached on it.
 */
final class TrackedConnection<V extends Document> implements AutoCloseable {

    /** What the latest answer said, and when it was asked for. */
    private record LastCheckpoint(GlobalPosition completeTo, long askedNanos) {}

    private record Question(
            GenerationKeys keys,
            List<PendingRead> batch,
            long askedNanos,
            RedisFuture<List<KeyValue<String, String>>> answer) {}

    /** What a question asks for before the documents. */
    private static final int HEAD = 2;

    private final StatefulRedisConnection<String, String> connection;
    private final RedisReadModel<V> model;
    private final KeySpace keys;
    private final BooleanSupplier isOutdated;
    private final GenerationChoice.Live generation = new GenerationChoice.Live();
    private final DocumentCache<V> cache = new DocumentCache<>();
    private final ReadQueue queue;
    private final AtomicBoolean closing = new AtomicBoolean();
    private volatile LastCheckpoint last = new LastCheckpoint(GlobalPosition.START, System.nanoTime());
    private volatile boolean lost;

    /** Whether Redis will tell when the checkpoint or the pointer has changed. */
    private volatile boolean isCheckpointTracked;

    /**
     * @param isOutdated whether it may be at a server that another one has taken the place of
     * @throws RedisException when Redis does not notify of changes
     */
    TrackedConnection(
            StatefulRedisConnection<String, String> connection,
            RedisReadModel<V> model,
            KeySpace keys,
            BooleanSupplier isOutdated) {
        this.connection = connection;
        this.model = model;
        this.keys = keys;
        this.isOutdated = isOutdated;
        this.queue = new ReadQueue("near-" + model.name(), this::ask);
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
        queue.send();
    }

    /** Whether it was lost, is outdated, or has not answered for too long. */
    boolean isLost() {
        return lost || isOutdated.getAsBoolean() || !isWithin(last, RedisLimits.NEAR_SILENCE);
    }

    private static boolean isWithin(LastCheckpoint last, Duration time) {
        return System.nanoTime() - last.askedNanos() < time.toNanos();
    }

    boolean caches(StreamId id) {
        return cache.get(id).isPresent();
    }

    /** Forgets the documents, and the marks in the places of those that are being read. */
    void forgetAll() {
        cache.forgetAll();
    }

    /** Has Redis asked how far the read model is. */
    void probe() {
        queue.wake();
    }

    /**
     * A document from memory.
     *
     * @param atLeast what the answer must be complete to
     */
    Optional<Complete<Optional<V>>> cached(StreamId id, GlobalPosition atLeast) {
        var latest = last;
        return latest.completeTo().isBefore(atLeast) || !isWithin(latest, RedisLimits.NEAR_STALENESS)
                ? Optional.empty()
                : cache.get(id).map(document -> new Complete<>(latest.completeTo(), Optional.of(document)));
    }

    /** Reads a document from Redis, and caches it when it is read again; empty when there was no answer. */
    Optional<Complete<Optional<V>>> read(StreamId id) {
        return cache.read(id, this::ask);
    }

    private Optional<Complete<Optional<V>>> ask(StreamId id, boolean isKept) {
        return lost
                ? Optional.empty()
                : queue.read(id, isKept)
                        .map(reply -> new Complete<>(
                                reply.completeTo(),
                                reply.document().flatMap(text -> model.codec().decode(id, text))));
    }

    private void ask(List<PendingRead> batch) {
        try {
            askUntilOfLiveGeneration(batch);
        } catch (RuntimeException | Error failure) {
            // Whatever it is: nobody else tells those who wait.
            batch.forEach(read -> read.reply().completeExceptionally(failure));
            close();
        }
    }

    private void askUntilOfLiveGeneration(List<PendingRead> batch) {
        var open = batch;
        for (var attempt = 0; attempt < RedisLimits.SWITCHES_FOLLOWED; attempt++) {
            var unanswered = new ArrayList<PendingRead>();
            var isOfAnother = false;
            for (var question : questions(open)) {
                if (!answer(question)) {
                    isOfAnother = true;
                    unanswered.addAll(question.batch());
                }
            }
            if (!isOfAnother) {
                return;
            }
            cache.forgetAll();
            isCheckpointTracked = false;
            open = unanswered;
        }
        throw new RedisException("another read model became the live one each time it was asked");
    }

    /** Asks for the documents that may be kept, of which Redis will tell, and for those that are read in passing. */
    private List<Question> questions(List<PendingRead> batch) {
        var kept = batch.stream().filter(PendingRead::isKept).toList();
        var passing = batch.stream().filter(read -> !read.isKept()).toList();
        var live = keys.generation(generation.number());
        var questions = new ArrayList<Question>(2);
        if (passing.isEmpty() || !kept.isEmpty() || !isCheckpointTracked) {
            isCheckpointTracked = true;
            // Is about the next command alone.
            var _ = connection.async().clientCaching(true);
            questions.add(question(live, kept));
        }
        if (!passing.isEmpty()) {
            questions.add(question(live, passing));
        }
        connection.flushCommands();
        return questions;
    }

    private Question question(GenerationKeys live, List<PendingRead> batch) {
        var names = new String[batch.size() + HEAD];
        names[0] = live.checkpoint();
        names[1] = live.pointer();
        for (var i = 0; i < batch.size(); i++) {
            names[i + HEAD] = live.document(batch.get(i).id());
        }
        return new Question(live, batch, System.nanoTime(), connection.async().mget(names));
    }

    /**
     * Waits for an answer and replies with it.
     *
     * @return whether it was of the generation that is live
     * @throws RedisException when there is no answer in time
     */
    private boolean answer(Question question) {
        var values = LettuceFutures.awaitOrCancel(
                question.answer(), RedisLimits.READ_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        if (!generation.isOf(question.keys().number(), values.get(1).getValueOrElse(null))) {
            return false;
        }
        var completeTo = CheckpointText.position(values.getFirst().getValueOrElse(null));
        last = new LastCheckpoint(completeTo, question.askedNanos());
        for (var i = 0; i < question.batch().size(); i++) {
            var document = Optional.ofNullable(values.get(i + HEAD).getValueOrElse(null));
            question.batch().get(i).reply().complete(new DocumentReply(completeTo, document));
        }
        return true;
    }

    /** Takes what has changed out of the memory; runs in the order in which Redis sends, and waits for nothing. */
    private void notice(PushMessage message) {
        if (!message.getType().equals("invalidate")) {
            return;
        }
        // Without keys it says that the database was emptied, which ends all tracking.
        if (!(message.getContent(StringCodec.UTF8::decodeKey).get(1) instanceof List<?> changed)
                || changed.contains(keys.generation())) {
            cache.forgetAll();
            isCheckpointTracked = false;
            queue.wake();
            return;
        }
        for (var key : changed) {
            if (key instanceof String name) {
                keys.documentId(name)
                        .flatMap(id -> StreamId.parse(model.category(), id))
                        .ifPresent(cache::forget);
            }
        }
        if (changed.contains(keys.generation(generation.number()).checkpoint())) {
            isCheckpointTracked = false;
            queue.wake();
        }
    }

    @Override
    public void close() {
        lost = true;
        queue.failAll();
        // The client reports the end that this brings about, and would complain of a second one.
        if (closing.compareAndSet(false, true)) {
            var _ = connection.closeAsync();
        }
    }
}
