package io.circleledger.infrastructure.redis;

import io.circleledger.domain.readmodel.CircleView;
import io.ledger.core.document.Checkpoint;
import io.ledger.core.document.DocumentChange;
import io.ledger.core.document.DocumentStore;
import io.ledger.core.document.ParkedStream;
import io.ledger.core.stream.StreamId;
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
 * The read model in Redis as its projection writes it.
 *
 * <p>{@code circle:{id}} is the document of a living circle, {@code circles:list} the ids by the
 * position of their creation, {@code circles:parked} what is wrong with a circle that has no
 * readable history, {@code circles:checkpoint} the last applied place. What belongs
 * together is changed by one script, which Redis runs as one step.
 */
public final class RedisCircleViewStore implements DocumentStore<CircleView> {

    private static final RedisScript<String> READ_CHECKPOINT =
            RedisScript.of("read_checkpoint.lua", ScriptOutputType.VALUE);
    private static final RedisScript<Boolean> APPLY = RedisScript.of("apply.lua", ScriptOutputType.BOOLEAN);
    private static final RedisScript<Boolean> RESET = RedisScript.of("reset.lua", ScriptOutputType.BOOLEAN);
    private static final RedisScript<String> CLEAR = RedisScript.of("clear.lua", ScriptOutputType.VALUE);

    /** What the script is told of each circle that is put. */
    private static final int PUT_ARGUMENTS = 4;

    private final RedisLink link;

    RedisCircleViewStore(RedisLink link) {
        this.link = link;
    }

    @Override
    public Optional<Checkpoint> checkpoint() {
        var text = link.call(READ_CHECKPOINT::run);
        return CheckpointText.decode(text);
    }

    @Override
    public Map<StreamId, CircleView> documents(Collection<StreamId> ids) {
        if (ids.isEmpty()) {
            return Map.of();
        }
        var keys = ids.stream().map(CircleDocument::key).toArray(String[]::new);
        var documents = link.call(commands -> commands.mget(keys));
        var views = new HashMap<StreamId, CircleView>();
        var i = 0;
        for (var id : ids) {
            CircleDocument.decode(id, documents.get(i++).getValueOrElse(null)).ifPresent(view -> views.put(id, view));
        }
        return views;
    }

    @Override
    public List<ParkedStream> parked() {
        var page = link.call(commands -> commands.hscan(ParkedDocument.KEY, ScanArgs.Builder.limit(MAX_PARKED)));
        return page.getMap().values().stream()
                .flatMap(document -> ParkedDocument.decode(document).stream())
                .sorted(Comparator.comparing(ParkedStream::since))
                .limit(MAX_PARKED)
                .toList();
    }

    @Override
    public boolean apply(Checkpoint from, List<DocumentChange<CircleView>> changes, Checkpoint to) {
        var puts = new ArrayList<String>(PUT_ARGUMENTS * changes.size());
        var arguments = new ArrayList<String>();
        arguments.add(CheckpointText.encodeOfGeneration(from));
        arguments.add(CheckpointText.encode(to));
        for (var change : changes) {
            switch (change) {
                case DocumentChange.Put<CircleView>(var view, var createdAt) -> {
                    puts.add(view.id());
                    puts.add(String.valueOf(view.version()));
                    puts.add(CircleDocument.encode(view));
                    puts.add(createdAt.map(Object::toString).orElse(""));
                }
                case DocumentChange.Remove<CircleView>(var id) -> {
                    arguments.add("remove");
                    arguments.add(id);
                }
                case DocumentChange.Park<CircleView>(var circle) -> {
                    arguments.add("park");
                    arguments.add(circle.streamId());
                    arguments.add(ParkedDocument.encode(circle));
                }
            }
        }
        for (var first = 0; first < puts.size(); first += PUT_ARGUMENTS * RedisLimits.PUT) {
            var some = puts.subList(first, Math.min(first + PUT_ARGUMENTS * RedisLimits.PUT, puts.size()));
            arguments.add("put");
            arguments.add(String.valueOf(some.size() / PUT_ARGUMENTS));
            arguments.addAll(some);
        }
        return link.call(commands -> APPLY.run(commands, arguments.toArray(String[]::new)));
    }

    /**
     * Goes through the documents by steps, so that nobody waits for all of them. A model that is half
     * emptied has no checkpoint, and whoever finds it like that empties it.
     */
    @Override
    public boolean reset(Optional<Checkpoint> observed) {
        var found = observed.map(CheckpointText::encodeOfGeneration).orElse("");
        if (!link.call(commands -> RESET.run(commands, found))) {
            return false;
        }
        var start = CheckpointText.encode(Checkpoint.START);
        var page = String.valueOf(RedisLimits.SCAN);
        var cursor = "0";
        do {
            var from = cursor;
            cursor = link.call(commands -> CLEAR.run(commands, from, page, start));
        } while (!cursor.isEmpty() && !cursor.equals("0"));
        return cursor.equals("0");
    }
}
