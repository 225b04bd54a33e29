package io.ledger.redis;

import io.ledger.core.StreamId;
import io.ledger.core.document.Document;
import io.ledger.core.document.DocumentReader;
import io.ledger.core.log.Complete;
import io.ledger.core.log.GlobalPosition;
import io.lettuce.core.ScriptOutputType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A read model in Redis as queries see it.
 *
 * @param <V> documents
 */
public final class RedisDocumentReader<V extends Document> implements DocumentReader<V> {

    private static final RedisScript<List<String>> PAGE = RedisScript.of("page.lua", ScriptOutputType.MULTI);

    /** What the script answers before the entries, and of each of them. */
    private static final int ANSWER_HEAD = 3;

    private static final int ANSWER_ENTRY = 3;

    private final ModelLink<V> link;
    private final RedisReadModel<V> model;

    RedisDocumentReader(ModelLink<V> link) {
        this.link = link;
        this.model = link.model();
    }

    @Override
    public Complete<Optional<V>> find(StreamId id) {
        return link.read((connection, keys) -> {
            var values = connection.sync().mget(keys.document(id), keys.checkpoint(), keys.pointer());
            var document = Optional.ofNullable(values.get(0).getValueOrElse(null))
                    .flatMap(text -> model.codec().decode(id, text));
            return new ModelLink.PointedRead<>(
                    values.get(2).getValueOrElse(null),
                    new Complete<>(CheckpointText.position(values.get(1).getValueOrElse(null)), document));
        });
    }

    @Override
    public Page<V> page(GlobalPosition createdAfter, int limit) {
        if (limit < 1 || limit > MAX_PAGE) {
            throw new IllegalArgumentException("A page has 1 to " + MAX_PAGE + " entries");
        }
        // One more than asked for tells whether others follow.
        var answer = link.<List<String>>read((connection, keys) -> {
            var values = PAGE.run(
                    connection, keys.model(), keys.documents(), createdAfter.toString(), String.valueOf(limit + 1));
            return new ModelLink.PointedRead<>(values.getFirst(), values);
        });
        var listed = new ArrayList<Listed<V>>();
        for (var i = ANSWER_HEAD; i < answer.size() && listed.size() < limit; i += ANSWER_ENTRY) {
            var createdAt = new GlobalPosition(Long.parseLong(answer.get(i + 1)));
            var text = Optional.ofNullable(answer.get(i + 2));
            StreamId.parse(model.category(), answer.get(i))
                    .ifPresent(id -> listed.add(new Listed<>(
                            createdAt,
                            id,
                            text.flatMap(document -> model.codec().decode(id, document)))));
        }
        var hasMore = answer.size() > ANSWER_HEAD + ANSWER_ENTRY * limit;
        return new Page<>(CheckpointText.position(answer.get(1)), listed, hasMore, Long.parseLong(answer.get(2)));
    }
}
