package io.circleledger.infrastructure.redis;

import io.circleledger.domain.circle.Circles;
import io.circleledger.domain.readmodel.CircleView;
import io.ledger.core.document.DocumentEntry;
import io.ledger.core.document.DocumentEntry.FoundDocument;
import io.ledger.core.document.DocumentScan;
import io.ledger.core.log.GlobalPosition;
import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.KeyValue;
import io.lettuce.core.LettuceFutures;
import io.lettuce.core.MapScanCursor;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import io.lettuce.core.ScoredValue;
import io.lettuce.core.ScoredValueScanCursor;
import io.lettuce.core.ScriptOutputType;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A read model in Redis, walked through with cursors. */
public final class RedisReadModelScan implements DocumentScan<CircleView> {

    private static final String LIST = "circles:list";

    private static final RedisScript<List<Object>> COUNTS = RedisScript.of("counts.lua", ScriptOutputType.MULTI);

    private final RedisLink link;

    RedisReadModelScan(RedisLink link) {
        this.link = link;
    }

    @Override
    public Ids ids(Part part, Optional<String> cursor) {
        var from = ScanCursor.of(cursor.orElse("0"));
        var limit = ScanArgs.Builder.limit(RedisLimits.SCAN);
        return switch (part) {
            case DOCUMENTS -> {
                var documents = CircleDocument.key("");
                KeyScanCursor<String> page = link.call(commands -> commands.scan(from, limit.match(documents + "*")));
                yield ids(
                        page.getKeys().stream()
                                .map(key -> key.substring(documents.length()))
                                .toList(),
                        page);
            }
            case LIST -> {
                ScoredValueScanCursor<String> page = link.call(commands -> commands.zscan(LIST, from, limit));
                yield ids(page.getValues().stream().map(ScoredValue::getValue).toList(), page);
            }
            case PARKED -> {
                MapScanCursor<String, String> page =
                        link.call(commands -> commands.hscan(ParkedDocument.KEY, from, limit));
                yield ids(List.copyOf(page.getMap().keySet()), page);
            }
        };
    }

    private static Ids ids(List<String> ids, ScanCursor cursor) {
        return new Ids(ids, cursor.isFinished() ? Optional.empty() : Optional.of(cursor.getCursor()));
    }

    @Override
    public Map<String, DocumentEntry<CircleView>> look(Collection<String> ids) {
        if (ids.isEmpty()) {
            return Map.of();
        }
        if (ids.size() > MAX_LOOK) {
            throw new IllegalArgumentException("A look has at most " + MAX_LOOK + " ids");
        }
        var names = ids.toArray(String[]::new);
        var keys = ids.stream().map(id -> CircleDocument.key(id)).toArray(String[]::new);
        return link.pipelined(connection -> {
            // All three are sent before the first answer is waited for.
            var documents = connection.async().mget(keys);
            var places = connection.async().zmscore(LIST, names);
            var parked = connection.async().hmget(ParkedDocument.KEY, names);
            var longest = connection.getTimeout();
            return entries(names, await(documents, longest), await(places, longest), await(parked, longest));
        });
    }

    private static <T> T await(RedisFuture<T> answer, Duration longest) {
        return LettuceFutures.awaitOrCancel(answer, longest.toNanos(), TimeUnit.NANOSECONDS);
    }

    private static Map<String, DocumentEntry<CircleView>> entries(
            String[] names,
            List<KeyValue<String, String>> documents,
            List<Double> places,
            List<KeyValue<String, String>> parked) {
        var entries = new HashMap<String, DocumentEntry<CircleView>>();
        for (var i = 0; i < names.length; i++) {
            entries.put(
                    names[i],
                    new DocumentEntry<>(
                            document(names[i], documents.get(i).getValueOrElse(null)),
                            Optional.ofNullable(places.get(i)).map(RedisReadModelScan::place),
                            parked.get(i).hasValue()));
        }
        return entries;
    }

    private static FoundDocument<CircleView> document(String id, @Nullable String text) {
        if (text == null) {
            return new FoundDocument.Absent<>();
        }
        return Circles.parse(id)
                .flatMap(circle -> CircleDocument.decode(circle, text))
                .<FoundDocument<CircleView>>map(FoundDocument.Known::new)
                .orElseGet(() -> new FoundDocument.Unreadable<>(text));
    }

    /** A score as positions are written; the one of an entry that was tampered with may be any number. */
    private static String place(Double score) {
        var position = score.longValue();
        if (position == score) {
            return Long.toString(position);
        }
        return Double.isFinite(score)
                ? BigDecimal.valueOf(score).stripTrailingZeros().toPlainString()
                : score.toString();
    }

    @Override
    public boolean haveDocuments(Collection<String> ids) {
        if (ids.isEmpty()) {
            return true;
        }
        var keys = ids.stream().distinct().map(CircleDocument::key).toArray(String[]::new);
        return link.call(commands -> commands.exists(keys)) == keys.length;
    }

    @Override
    public GlobalPosition position() {
        return CheckpointText.position(link.call(commands -> commands.get(CheckpointText.KEY)));
    }

    @Override
    public Counts counts() {
        var answer = link.call(COUNTS::run);
        return new Counts(
                CheckpointText.decode(String.valueOf(answer.get(0))), (Long) answer.get(1), (Long) answer.get(2));
    }

    @Override
    public long listed() {
        return link.call(commands -> commands.zcard(LIST));
    }
}
