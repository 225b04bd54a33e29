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
 * One connection on which Redis reports changes of the keys that were read on it (client-side caching), with a cache of
 * the documents that were read on it more than once.
 *
 * <p><b>Why a cached document is right.</b> Redis sends a change's notice on this connection before the answer to any
 * later command on it. Each answer here begins with the checkpoint. So once an answer shows that the read model has
 * applied position p, every notice of a change up to p has been handled, and every document that is still cached is
 * complete to p.
 *
 * <p><b>When another generation becomes the live one,</b> the pointer changes. The pointer is read with each checkpoint
 * and therefore tracked, so its notice empties the cache. An answer shows which generation is live. If it was read from
 * another one, it is discarded and read again.
 *
 * <p>A lost connection is never used again, and neither are the documents cached on it.
 */
final class TrackedConnection<V extends Document> implements AutoCloseable {

    /** The position of the latest answer, and the time of its request. */
    private record LastCheckpoint(GlobalPosition completeTo, long askedNanos) {}

    private record Question(
            GenerationKeys keys,
            List<PendingRead> batch,
            long askedNanos,
            RedisFuture<List<KeyValue<String, String>>> answer) {}

    /** How many keys a request reads before the documents: the checkpoint and the pointer. */
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

    /** Whether Redis will report a change of the checkpoint or the pointer. */
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
        // Commands of one request are sent together.
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

    /** Forgets the documents, and the marks of those that are being read. */
    void forgetAll() {
        cache.forgetAll();
    }

    /** Asks Redis for the checkpoint of the read model. */
    void probe() {
        queue.wake();
    }

    /**
     * A document from memory.
     *
     * @param atLeast the position that the answer must be complete to
     */
    Optional<Complete<Optional<V>>> cached(StreamId id, GlobalPosition atLeast) {
        var latest = last;
        return latest.completeTo().isBefore(atLeast) || !isWithin(latest, RedisLimits.NEAR_STALENESS)
                ? Optional.empty()
                : cache.get(id).map(document -> new Complete<>(latest.completeTo(), Optional.of(document)));
    }

    /** Reads a document from Redis, and caches it if it was read before; empty when there was no answer. */
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
            // Catches everything, because nothing else would end the wait of the other readers.
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

    /**
     * Makes one request for the documents to cache, whose changes Redis will report, and one for those that are only
     * read.
     */
    private List<Question> questions(List<PendingRead> batch) {
        var kept = batch.stream().filter(PendingRead::isKept).toList();
        var passing = batch.stream().filter(read -> !read.isKept()).toList();
        var live = keys.generation(generation.number());
        var questions = new ArrayList<Question>(2);
        if (passing.isEmpty() || !kept.isEmpty() || !isCheckpointTracked) {
            isCheckpointTracked = true;
            // Applies only to the next command.
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
     * @return whether the answer was read from the live generation
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

    /** Removes changed documents from the cache. Runs in the order in which Redis sends, and never blocks. */
    private void notice(PushMessage message) {
        if (!message.getType().equals("invalidate")) {
            return;
        }
        // A notice without keys means that the database was emptied, which ends all tracking.
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
        // Closing is reported back by the client, which would log an error for a second close.
        if (closing.compareAndSet(false, true)) {
            var _ = connection.closeAsync();
        }
    }
}
