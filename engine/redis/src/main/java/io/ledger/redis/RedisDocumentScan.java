package io.ledger.redis;

import io.ledger.core.StreamId;
import io.ledger.core.document.Document;
import io.ledger.core.document.DocumentEntry;
import io.ledger.core.document.DocumentEntry.FoundDocument;
import io.ledger.core.document.DocumentScan;
import io.ledger.core.log.GlobalPosition;
import io.lettuce.core.KeyValue;
import io.lettuce.core.LettuceFutures;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import io.lettuce.core.ScoredValue;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.cluster.SlotHash;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A read model in Redis, walked through with cursors.
 *
 * @param <V> documents
 */
public final class RedisDocumentScan<V extends Document> implements DocumentScan<V> {

    private static final RedisScript<List<String>> IDS = RedisScript.of("ids.lua", ScriptOutputType.MULTI);
    private static final RedisScript<List<Object>> COUNTS = RedisScript.of("counts.lua", ScriptOutputType.MULTI);

    private final ModelLink<V> link;
    private final RedisReadModel<V> model;

    RedisDocumentScan(ModelLink<V> link) {
        this.link = link;
        this.model = link.model();
    }

    /** A cursor and the generation that it goes through; in another one the walk begins anew. */
    private record Place(long generation, String cursor) {

        static Place of(Optional<String> text, long generation) {
            var parts = text.orElse("").split(" ", 2);
            return parts.length == 2 && parts[0].equals(String.valueOf(generation))
                    ? new Place(generation, parts[1])
                    : new Place(generation, "0");
        }

        Optional<String> next(ScanCursor page) {
            return page.isFinished() ? Optional.empty() : Optional.of(generation + " " + page.getCursor());
        }
    }

    @Override
    public Ids ids(Part part, Optional<String> cursor) {
        return link.read((connection, keys) -> {
            var pointer = connection.sync().get(keys.pointer());
            return new ModelLink.PointedRead<>(pointer, ids(connection, keys, part, cursor));
        });
    }

    private Ids ids(RedisConnection connection, GenerationKeys keys, Part part, Optional<String> cursor) {
        var place = Place.of(cursor, keys.number());
        var from = ScanCursor.of(place.cursor());
        var limit = ScanArgs.Builder.limit(RedisLimits.SCAN);
        return switch (part) {
            case DOCUMENTS -> {
                // A script goes to the server of the cluster that has the model.
                var answer = IDS.run(
                        connection,
                        new String[] {keys.pointer()},
                        place.cursor(),
                        String.valueOf(RedisLimits.SCAN),
                        keys.documents());
                var page = ScanCursor.of(answer.getFirst());
                page.setFinished(answer.getFirst().equals("0"));
                yield new Ids(answer.subList(1, answer.size()), place.next(page));
            }
            case LIST -> {
                var page = connection.sync().zscan(keys.list(), from, limit);
                yield new Ids(
                        page.getValues().stream().map(ScoredValue::getValue).toList(), place.next(page));
            }
            case PARKED -> {
                var page = connection.sync().hscan(keys.parked(), from, limit);
                yield new Ids(List.copyOf(page.getMap().keySet()), place.next(page));
            }
        };
    }

    @Override
    public Map<String, DocumentEntry<V>> look(Collection<String> ids) {
        if (ids.isEmpty()) {
            return Map.of();
        }
        if (ids.size() > MAX_LOOK) {
            throw new IllegalArgumentException("A look has at most " + MAX_LOOK + " ids");
        }
        var names = ids.toArray(String[]::new);
        return link.read((connection, keys) -> {
            var commands = connection.async();
            // All four are sent before the first answer is waited for.
            var documents = commands.mget(ids.stream().map(keys::document).toArray(String[]::new));
            var places = commands.zmscore(keys.list(), names);
            var parked = commands.hmget(keys.parked(), names);
            var pointer = commands.get(keys.pointer());
            var longest = connection.timeout();
            var entries = entries(names, await(documents, longest), await(places, longest), await(parked, longest));
            return new ModelLink.PointedRead<>(await(pointer, longest), entries);
        });
    }

    private static <T extends @Nullable Object> T await(RedisFuture<T> answer, Duration longest) {
        return LettuceFutures.awaitOrCancel(answer, longest.toNanos(), TimeUnit.NANOSECONDS);
    }

    private Map<String, DocumentEntry<V>> entries(
            String[] names,
            List<KeyValue<String, String>> documents,
            List<Double> places,
            List<KeyValue<String, String>> parked) {
        var entries = new HashMap<String, DocumentEntry<V>>();
        for (var i = 0; i < names.length; i++) {
            entries.put(
                    names[i],
                    new DocumentEntry<>(
                            document(names[i], documents.get(i).getValueOrElse(null)),
                            Optional.ofNullable(places.get(i)).map(RedisDocumentScan::place),
                            parked.get(i).hasValue()));
        }
        return entries;
    }

    private FoundDocument<V> document(String id, @Nullable String text) {
        if (text == null) {
            return new FoundDocument.Absent<>();
        }
        return StreamId.parse(model.category(), id)
                .flatMap(stream -> model.codec().decode(stream, text))
                .<FoundDocument<V>>map(FoundDocument.Known::new)
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
        var distinct = new LinkedHashSet<>(ids);
        return link.read((connection, keys) -> {
            var pointer = connection.sync().get(keys.pointer());
            var present = connection
                    .sync()
                    .exists(distinct.stream().map(keys::document).toArray(String[]::new));
            return new ModelLink.PointedRead<>(pointer, present == distinct.size());
        });
    }

    @Override
    public GlobalPosition position() {
        return link.read((connection, keys) -> {
            var values = connection.sync().mget(keys.pointer(), keys.checkpoint());
            return new ModelLink.PointedRead<>(
                    values.get(0).getValueOrElse(null),
                    CheckpointText.position(values.get(1).getValueOrElse(null)));
        });
    }

    /**
     * Others may have keys in the same Redis. Those that expire are not counted, and a number of others that stays the same is
     * a difference that does so too.
     */
    @Override
    public Counts counts() {
        return link.read((connection, keys) -> {
            var space = link.keys(connection);
            var names = new ArrayList<String>(List.of(keys.model()));
            names.addAll(List.of(space.claim(), space.previous(), space.newest()));
            for (var other : others(connection, space, keys.number())) {
                names.addAll(List.of(space.generation(other).own()));
            }
            var slot = connection.isCluster() ? String.valueOf(SlotHash.getSlot(keys.pointer())) : "";
            var answer =
                    COUNTS.run(connection, names.toArray(String[]::new), slot, String.valueOf(connection.database()));
            return new ModelLink.PointedRead<>(
                    String.valueOf(answer.get(0)),
                    new Counts(
                            CheckpointText.decode(String.valueOf(answer.get(1)), keys.number()),
                            (Long) answer.get(2),
                            (Long) answer.get(3)));
        });
    }

    /** The generations besides one that may have documents, unless they are what a killed rebuild left. */
    private static Collection<Long> others(RedisConnection connection, KeySpace space, long number) {
        var others = new LinkedHashSet<Long>();
        others.add(GenerationNumber.FIRST);
        for (var named : connection.sync().mget(space.generation(), space.previous(), space.newest())) {
            others.add(GenerationNumber.parse(named.getValueOrElse(null)));
        }
        others.remove(number);
        return others;
    }

    @Override
    public long listed() {
        return link.read((connection, keys) -> new ModelLink.PointedRead<>(
                connection.sync().get(keys.pointer()), connection.sync().zcard(keys.list())));
    }
}
