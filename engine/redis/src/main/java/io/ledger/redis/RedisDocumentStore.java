package io.ledger.redis;

import io.ledger.core.StreamId;
import io.ledger.core.document.Checkpoint;
import io.ledger.core.document.Document;
import io.ledger.core.document.DocumentChange;
import io.ledger.core.document.DocumentStore;
import io.ledger.core.document.ParkedStream;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScriptOutputType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A read model in Redis as its projection writes it.
 *
 * <p>A generation of it is a document per stream, a list of the ids by the position of their creation, what is wrong with
 * streams that have no readable history, and the checkpoint. What belongs together is changed by one script, which Redis
 * runs as one step.
 *
 * <p>A checkpoint says which generation it was read from. What was worked out from it is written to that generation, and
 * not at all when the live one was wanted and another one is live by then.
 *
 * @param <V> documents
 */
public final class RedisDocumentStore<V extends Document> implements DocumentStore<V> {

    private static final RedisScript<List<String>> READ_CHECKPOINT =
            RedisScript.of("read_checkpoint.lua", ScriptOutputType.MULTI);
    private static final RedisScript<Boolean> APPLY = RedisScript.of("apply.lua", ScriptOutputType.BOOLEAN);
    private static final RedisScript<Boolean> RESET = RedisScript.of("reset.lua", ScriptOutputType.BOOLEAN);
    private static final RedisScript<String> CLEAR = RedisScript.of("clear.lua", ScriptOutputType.VALUE);

    private final ModelLink<V> link;
    private final RedisReadModel<V> model;

    RedisDocumentStore(ModelLink<V> link) {
        this.link = link;
        this.model = link.model();
    }

    @Override
    public Optional<Checkpoint> checkpoint() {
        if (link.generation().number() == 0) {
            return Optional.empty();
        }
        return link.read((connection, keys) -> {
            var answer = READ_CHECKPOINT.run(connection, keys.model());
            return new ModelLink.PointedRead<>(answer.get(0), CheckpointText.decode(answer.get(1), keys.number()));
        });
    }

    @Override
    public Map<StreamId, V> documents(Checkpoint of, Collection<StreamId> ids) {
        if (ids.isEmpty()) {
            return Map.of();
        }
        var texts = link.at(
                GenerationNumber.of(of),
                (connection, keys) ->
                        connection.sync().mget(ids.stream().map(keys::document).toArray(String[]::new)));
        var documents = new HashMap<StreamId, V>();
        var i = 0;
        for (var id : ids) {
            Optional.ofNullable(texts.get(i++).getValueOrElse(null))
                    .flatMap(text -> model.codec().decode(id, text))
                    .ifPresent(document -> documents.put(id, document));
        }
        return documents;
    }

    @Override
    public List<ParkedStream> parked() {
        var page = link.read((connection, keys) -> {
            // Seldom asked for: then it may ask twice.
            var pointer = connection.sync().get(keys.pointer());
            return new ModelLink.PointedRead<>(
                    pointer, connection.sync().hscan(keys.parked(), ScanArgs.Builder.limit(MAX_PARKED)));
        });
        return page.getMap().values().stream()
                .flatMap(text -> ParkedDocument.decode(text, model.category()).stream())
                .sorted(Comparator.comparing(ParkedStream::since))
                .limit(MAX_PARKED)
                .toList();
    }

    @Override
    public boolean apply(Checkpoint from, List<DocumentChange<V>> changes, Checkpoint to) {
        var number = GenerationNumber.of(from);
        return link.at(number, (connection, keys) -> {
            var call = new ApplyCall<>(model, keys);
            changes.forEach(call::add);
            var mustBeLive = link.generation().mustBeLive(number);
            return APPLY.run(
                    connection,
                    call.keys(),
                    call.arguments(mustBeLive, CheckpointText.encode(from), CheckpointText.encode(to)));
        });
    }

    /**
     * Goes through the documents by steps, so that nobody waits for all of them. A model that is half
     * emptied has no checkpoint, and whoever finds it like that empties it.
     */
    @Override
    public boolean reset(Optional<Checkpoint> observed) {
        var number = observed.map(GenerationNumber::of)
                .orElseGet(() -> link.generation().number());
        var mustBeLive = link.generation().mustBeLive(number);
        var found = observed.map(CheckpointText::encode).orElse("");
        if (!link.at(number, (connection, keys) -> RESET.run(connection, keys.model(), mustBeLive, found))) {
            return false;
        }
        var start = CheckpointText.encode(Checkpoint.START);
        var page = String.valueOf(RedisLimits.SCAN);
        var cursor = "0";
        do {
            var from = cursor;
            cursor = link.at(
                    number,
                    (connection, keys) -> CLEAR.run(connection, keys.model(), from, page, keys.documents(), start));
        } while (!cursor.isEmpty() && !cursor.equals("0"));
        return cursor.equals("0");
    }

    /** What the script that applies changes is given. */
    private static final class ApplyCall<V extends Document> {

        /** What it is told of each document that is put. */
        private static final int PUT_ARGUMENTS = 4;

        private final RedisReadModel<V> model;
        private final GenerationKeys generation;
        private final List<String> keys = new ArrayList<>();
        private final List<String> arguments = new ArrayList<>();
        private final List<String> putKeys = new ArrayList<>();
        private final List<String> puts = new ArrayList<>();

        ApplyCall(RedisReadModel<V> model, GenerationKeys generation) {
            this.model = model;
            this.generation = generation;
        }

        void add(DocumentChange<V> change) {
            switch (change) {
                case DocumentChange.Put<V>(var document, var createdAt) -> {
                    putKeys.add(generation.document(document.id()));
                    puts.add(document.id());
                    puts.add(String.valueOf(document.version()));
                    puts.add(model.codec().encode(document));
                    puts.add(createdAt.map(Object::toString).orElse(""));
                }
                case DocumentChange.Remove<V>(var id) -> {
                    keys.add(generation.document(id));
                    arguments.add("remove");
                    arguments.add(id);
                }
                case DocumentChange.Park<V>(var stream) -> {
                    keys.add(generation.document(stream.streamId()));
                    arguments.add("park");
                    arguments.add(stream.streamId());
                    arguments.add(ParkedDocument.encode(stream, model.category()));
                }
            }
        }

        String[] keys() {
            var all = new ArrayList<String>(GenerationKeys.MODEL + keys.size() + putKeys.size());
            all.addAll(List.of(generation.model()));
            all.addAll(keys);
            all.addAll(putKeys);
            return all.toArray(String[]::new);
        }

        String[] arguments(String... first) {
            var all = new ArrayList<String>(first.length + arguments.size() + puts.size() + 2);
            all.addAll(List.of(first));
            all.addAll(arguments);
            for (var i = 0; i < puts.size(); i += PUT_ARGUMENTS * RedisLimits.PUT) {
                var some = puts.subList(i, Math.min(i + PUT_ARGUMENTS * RedisLimits.PUT, puts.size()));
                all.add("put");
                all.add(String.valueOf(some.size() / PUT_ARGUMENTS));
                all.addAll(some);
            }
            return all.toArray(String[]::new);
        }
    }
}
