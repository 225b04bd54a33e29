package io.circleledger.infrastructure.redis;

import io.circleledger.domain.circle.Circles;
import io.circleledger.domain.readmodel.CircleView;
import io.ledger.core.Complete;
import io.ledger.core.document.DocumentReader;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.stream.StreamId;
import io.lettuce.core.ScriptOutputType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The read model in Redis as queries see it. */
public final class RedisCircleViews implements DocumentReader<CircleView> {

    private static final RedisScript<List<String>> PAGE = RedisScript.of("page.lua", ScriptOutputType.MULTI);

    private final RedisLink link;

    RedisCircleViews(RedisLink link) {
        this.link = link;
    }

    @Override
    public Complete<Optional<CircleView>> find(StreamId id) {
        var values = link.call(commands -> commands.mget(CircleDocument.key(id), CheckpointText.KEY));
        return new Complete<>(
                CheckpointText.position(values.get(1).getValueOrElse(null)),
                CircleDocument.decode(id, values.get(0).getValueOrElse(null)));
    }

    @Override
    public Page<CircleView> page(GlobalPosition createdAfter, int limit) {
        if (limit < 1 || limit > MAX_PAGE) {
            throw new IllegalArgumentException("A page has 1 to " + MAX_PAGE + " circles");
        }
        // One more than asked for tells whether others follow.
        var answer = link.call(commands -> PAGE.run(commands, createdAfter.toString(), String.valueOf(limit + 1)));
        var listed = new ArrayList<Listed<CircleView>>();
        for (var i = 1; i < answer.size() && listed.size() < limit; i += 3) {
            var createdAt = new GlobalPosition(Long.parseLong(answer.get(i + 1)));
            var document = answer.get(i + 2);
            Circles.parse(answer.get(i))
                    .ifPresent(id -> listed.add(new Listed<>(createdAt, id, CircleDocument.decode(id, document))));
        }
        var hasMore = answer.size() > 1 + 3 * limit;
        return new Page<>(CheckpointText.position(answer.getFirst()), listed, hasMore);
    }
}
