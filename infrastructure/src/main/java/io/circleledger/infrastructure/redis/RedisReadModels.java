package io.circleledger.infrastructure.redis;

import io.circleledger.domain.readmodel.CircleView;
import io.ledger.core.document.DocumentScan;
import io.ledger.core.document.DocumentStore;
import io.ledger.core.document.ReadModels;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import io.lettuce.core.ScriptOutputType;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The read models in one Redis: the same keys in three databases, the live one and the two after it.
 *
 * <p>To make another one live, Redis exchanges the databases, which takes no longer for many keys.
 * What was kept beside has the key {@code circles:beside}, which tells it from what others keep in the
 * same Redis: nothing of theirs is moved or removed.
 *
 * <p>The claim is the key {@code circles:claim} of the live database, with a text that is this
 * object's own and a time after which Redis forgets it.
 */
public final class RedisReadModels implements ReadModels<CircleView> {

    /** The key that is written whenever another read model becomes the live one. */
    static final String GENERATION = "circles:generation";

    private static final RedisScript<List<String>> OCCUPY =
            RedisScript.acrossDatabases("occupy.lua", ScriptOutputType.MULTI);
    private static final RedisScript<String> SWITCH = RedisScript.acrossDatabases("switch.lua", ScriptOutputType.VALUE);
    private static final RedisScript<String> DROP = RedisScript.of("drop.lua", ScriptOutputType.VALUE);
    private static final RedisScript<Boolean> CLAIM = RedisScript.of("claim.lua", ScriptOutputType.BOOLEAN);

    private final int database;
    private final RedisLink live;
    private final RedisLink rebuilt;
    private final RedisLink previous;
    private final String claim = UUID.randomUUID().toString();

    /** @param database the number of the live one */
    RedisReadModels(int database, RedisLink live, RedisLink rebuilt, RedisLink previous) {
        this.database = database;
        this.live = live;
        this.rebuilt = rebuilt;
        this.previous = previous;
    }

    private RedisLink link(Slot slot) {
        return switch (slot) {
            case LIVE -> live;
            case REBUILT -> rebuilt;
            case PREVIOUS -> previous;
        };
    }

    private String number(Slot slot) {
        return String.valueOf(
                switch (slot) {
                    case LIVE -> database;
                    case REBUILT -> database + 1;
                    case PREVIOUS -> database + 2;
                });
    }

    @Override
    public DocumentStore<CircleView> store(Slot slot) {
        return new RedisCircleViewStore(link(slot));
    }

    @Override
    public DocumentScan<CircleView> scan(Slot slot) {
        return new RedisReadModelScan(link(slot));
    }

    @Override
    public Optional<String> obstacle() {
        var answer = live.call(
                commands -> OCCUPY.run(commands, number(Slot.LIVE), number(Slot.REBUILT), number(Slot.PREVIOUS)));
        var number = answer.get(1);
        return switch (answer.getFirst()) {
            case "OURS" -> foreignKey();
            case "BESIDE" ->
                Optional.of("database " + number + " of this Redis is kept beside database " + answer.get(2)
                        + " by another ledger; set REDIS_URL to a database that is nobody else's");
            case "UNREACHABLE" ->
                Optional.of("database " + number + " of this Redis cannot be used (" + answer.get(2) + "). Read models"
                        + " are kept beside the live one in the two databases after it: set REDIS_URL to a lower one,"
                        + " let Redis have more (databases), or allow SELECT to its user");
            case "FIXED" ->
                Optional.of("this Redis does not exchange databases (" + answer.get(2) + "); allow SWAPDB to its user");
            default -> Optional.of(somebodyElse(number, "keys that are not marked as this ledger's"));
        };
    }

    private Optional<String> foreignKey() {
        for (var slot : Slot.values()) {
            ScanCursor cursor = ScanCursor.INITIAL;
            do {
                var from = cursor;
                var page = link(slot).call(commands -> commands.scan(from, ScanArgs.Builder.limit(RedisLimits.SCAN)));
                for (var key : page.getKeys()) {
                    if (!key.startsWith("circle:") && !key.startsWith("circles:")) {
                        return Optional.of(somebodyElse(number(slot), "the key \"" + printable(key) + "\""));
                    }
                }
                cursor = page;
            } while (!cursor.isFinished());
        }
        return Optional.empty();
    }

    private String somebodyElse(String number, String what) {
        return "database " + number + " of this Redis is used by somebody else, since it has " + what
                + ". Give Circle Ledger the databases " + database + " to " + (database + 2)
                + " for itself, or set REDIS_URL to one that is free like the two after it";
    }

    private static String printable(String key) {
        return key.codePoints()
                .limit(RedisLimits.TOLD)
                .map(c -> Character.isISOControl(c) ? '?' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
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
        return live.call(commands -> CLAIM.run(commands, what, claim, millis));
    }

    @Override
    public boolean drop(Slot slot) {
        if (slot == Slot.LIVE) {
            throw new IllegalArgumentException("The live read model is not dropped");
        }
        var page = String.valueOf(RedisLimits.SCAN);
        var cursor = "0";
        do {
            var from = cursor;
            cursor = live.call(commands -> DROP.run(commands, claim, number(slot), from, page));
            // A large model takes its time, in which the claim must not run out.
            if (!cursor.isEmpty() && !renewClaim()) {
                return false;
            }
        } while (!cursor.isEmpty() && !cursor.equals("0"));
        return cursor.equals("0");
    }

    @Override
    public Switch makeLive(Slot slot) {
        return makeLive(slot, "g" + UUID.randomUUID());
    }

    /** @param generation the new one; Redis may meet it twice, when an answer is lost on the way */
    Switch makeLive(Slot slot, String generation) {
        return Switch.valueOf(live.call(commands -> SWITCH.run(
                commands,
                claim,
                generation,
                number(slot),
                number(Slot.LIVE),
                number(Slot.REBUILT),
                number(Slot.PREVIOUS))));
    }
}
