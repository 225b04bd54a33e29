package io.circleledger.infrastructure.redis;

import io.circleledger.domain.circle.CircleId;
import io.circleledger.domain.readmodel.Checkpoint;
import io.circleledger.domain.readmodel.CircleView;
import io.circleledger.domain.readmodel.CircleViewStore;
import io.circleledger.domain.readmodel.ParkedCircle;
import io.circleledger.domain.readmodel.ViewChange;
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
public final class RedisCircleViewStore implements CircleViewStore {

    private final RedisLink link;
    private final String prefix;
    private final RedisScript<String> readCheckpoint;
    private final RedisScript<Boolean> apply;
    private final RedisScript<Boolean> reset;

    /** @param prefix what the keys begin with: nothing in the live read model */
    RedisCircleViewStore(RedisLink link, String prefix) {
        this.link = link;
        this.prefix = prefix;
        this.readCheckpoint = RedisScript.of("read_checkpoint.lua", prefix, ScriptOutputType.VALUE);
        this.apply = RedisScript.of("apply.lua", prefix, ScriptOutputType.BOOLEAN);
        this.reset = RedisScript.of("reset.lua", prefix, ScriptOutputType.BOOLEAN);
    }

    @Override
    public Optional<Checkpoint> checkpoint() {
        var text = link.call(readCheckpoint::run);
        return CheckpointText.decode(text);
    }

    @Override
    public Map<CircleId, CircleView> views(Collection<CircleId> ids) {
        if (ids.isEmpty()) {
            return Map.of();
        }
        var keys =
                ids.stream().map(id -> CircleDocument.key(prefix, id.value())).toArray(String[]::new);
        var documents = link.call(commands -> commands.mget(keys));
        var views = new HashMap<CircleId, CircleView>();
        var i = 0;
        for (var id : ids) {
            CircleDocument.decode(id, documents.get(i++).getValueOrElse(null)).ifPresent(view -> views.put(id, view));
        }
        return views;
    }

    @Override
    public List<ParkedCircle> parked() {
        var page =
                link.call(commands -> commands.hscan(prefix + ParkedDocument.KEY, ScanArgs.Builder.limit(MAX_PARKED)));
        return page.getMap().values().stream()
                .flatMap(document -> ParkedDocument.decode(document).stream())
                .sorted(Comparator.comparing(ParkedCircle::since))
                .limit(MAX_PARKED)
                .toList();
    }

    @Override
    public boolean apply(Checkpoint from, List<ViewChange> changes, Checkpoint to) {
        var arguments = new ArrayList<String>(2 + 5 * changes.size());
        arguments.add(CheckpointText.encodeOfGeneration(from));
        arguments.add(CheckpointText.encode(to));
        for (var change : changes) {
            switch (change) {
                case ViewChange.Put(var view, var createdAt) -> {
                    arguments.add("put");
                    arguments.add(view.id());
                    arguments.add(String.valueOf(view.version()));
                    arguments.add(CircleDocument.encode(view));
                    arguments.add(createdAt.map(Object::toString).orElse(""));
                }
                case ViewChange.Remove(var id) -> {
                    arguments.add("remove");
                    arguments.add(id.value());
                }
                case ViewChange.Park(var circle) -> {
                    arguments.add("park");
                    arguments.add(circle.circleId());
                    arguments.add(ParkedDocument.encode(circle));
                }
            }
        }
        return link.call(commands -> apply.run(commands, arguments.toArray(String[]::new)));
    }

    @Override
    public boolean reset(Optional<Checkpoint> observed) {
        var found = observed.map(CheckpointText::encodeOfGeneration).orElse("");
        return link.call(commands -> reset.run(commands, found, CheckpointText.encode(Checkpoint.START)));
    }
}
