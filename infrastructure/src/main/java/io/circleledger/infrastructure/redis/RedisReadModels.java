package io.circleledger.infrastructure.redis;

import io.circleledger.domain.readmodel.CircleViewStore;
import io.circleledger.domain.readmodel.ReadModelScan;
import io.circleledger.domain.readmodel.ReadModels;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import io.lettuce.core.ScriptOutputType;
import java.util.UUID;

/**
 * The read models in one Redis: the same keys, after a prefix that tells whose they are.
 *
 * <p>The claim is the key {@code rebuild:claim}, with a text that is this object's own and a time
 * after which Redis forgets it.
 */
public final class RedisReadModels implements ReadModels {

    static final String LIST = "circles:list";
    static final String PARKED = "circles:parked";

    private static final RedisScript<String> SWITCH = RedisScript.of("switch.lua", ScriptOutputType.VALUE);
    private static final RedisScript<Boolean> CLAIM = RedisScript.of("claim.lua", ScriptOutputType.BOOLEAN);

    private final RedisLink link;
    private final String claim = UUID.randomUUID().toString();

    RedisReadModels(RedisLink link) {
        this.link = link;
    }

    private static String prefix(Slot slot) {
        return switch (slot) {
            case LIVE -> "";
            case REBUILT -> "rebuild:";
            case PREVIOUS -> "previous:";
        };
    }

    @Override
    public CircleViewStore store(Slot slot) {
        return new RedisCircleViewStore(link, prefix(slot));
    }

    @Override
    public ReadModelScan scan(Slot slot) {
        return new RedisReadModelScan(link, prefix(slot));
    }

    @Override
    public boolean claim() {
        return claim("take");
    }

    @Override
    public boolean renewClaim() {
        return claim("renew");
    }

    @Override
    public void release() {
        claim("release");
    }

    private boolean claim(String what) {
        var millis = String.valueOf(RedisLimits.CLAIM.toMillis());
        return link.call(commands -> CLAIM.run(commands, what, claim, millis));
    }

    /** The checkpoint goes first, so that what is left of a drop cut short counts for nothing. */
    @Override
    public void drop(Slot slot) {
        if (slot == Slot.LIVE) {
            throw new IllegalArgumentException("The live read model is not dropped");
        }
        var prefix = prefix(slot);
        link.call(commands -> commands.unlink(prefix + CheckpointText.KEY));
        link.call(commands -> commands.unlink(prefix + LIST, prefix + PARKED));
        var pages = ScanArgs.Builder.limit(RedisLimits.SCAN).match(CircleDocument.key(prefix, "*"));
        ScanCursor cursor = ScanCursor.INITIAL;
        do {
            var from = cursor;
            var page = link.call(commands -> commands.scan(from, pages));
            if (!page.getKeys().isEmpty()) {
                link.call(commands -> commands.unlink(page.getKeys().toArray(String[]::new)));
            }
            cursor = page;
        } while (!cursor.isFinished());
    }

    @Override
    public Switch makeLive(Slot slot) {
        var generation = "g" + UUID.randomUUID();
        return Switch.valueOf(link.call(commands -> SWITCH.run(commands, claim, prefix(slot), generation)));
    }
}
