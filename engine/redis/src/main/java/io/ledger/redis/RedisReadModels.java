package io.ledger.redis;

import io.ledger.core.StoreUnavailableException;
import io.ledger.core.document.Document;
import io.ledger.core.document.DocumentScan;
import io.ledger.core.document.DocumentStore;
import io.ledger.core.document.ReadModels;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.ScriptOutputType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The generations of one read model, stored beside each other in one Redis.
 *
 * <p>Each has a number that is never reused, and keys of its own. One key, the pointer, contains the number of the live
 * one; changing it makes another one live. What a killed rebuild has left is found by the numbers in the names of the
 * keys. Foreign keys are never changed.
 *
 * <p>A rebuild holds a claim: a text that is unique to this object and expires in Redis unless it is renewed. With the
 * claim comes the number of the generation that it may build.
 *
 * @param <V> documents
 */
public final class RedisReadModels<V extends Document> implements ReadModels<V> {

    private static final RedisScript<List<Object>> SWITCH = RedisScript.of("switch.lua", ScriptOutputType.MULTI);
    private static final RedisScript<String> DISCARD = RedisScript.of("discard.lua", ScriptOutputType.VALUE);
    private static final RedisScript<List<Long>> CLAIM = RedisScript.of("claim.lua", ScriptOutputType.MULTI);

    /** The answer of a script that expected another generation to be live. */
    private static final String OTHER = "OTHER";

    private final ModelLink<V> link;
    private final String claim = UUID.randomUUID().toString();

    private volatile long rebuilt;
    private volatile long previous;

    /** @param link the link to the live generation */
    RedisReadModels(ModelLink<V> link) {
        this.link = link;
    }

    private ModelLink<V> link(Slot slot) {
        return switch (slot) {
            case LIVE -> link;
            case REBUILT -> link.with(new GenerationChoice.Certain(() -> rebuilt));
            case PREVIOUS -> link.with(new GenerationChoice.Certain(() -> previous));
        };
    }

    @Override
    public DocumentStore<V> store(Slot slot) {
        return new RedisDocumentStore<>(link(slot));
    }

    @Override
    public DocumentScan<V> scan(Slot slot) {
        return new RedisDocumentScan<>(link(slot));
    }

    /**
     * Checks that this Redis user may delete keys of other generations, by deleting one of a generation that never
     * exists.
     */
    @Override
    public Optional<String> obstacle() {
        try {
            return link.shared((connection, keys) -> {
                connection.sync().unlink(keys.generation(0).checkpoint());
                return Optional.empty();
            });
        } catch (StoreUnavailableException failure) {
            if (failure.getCause() instanceof RedisCommandExecutionException refused) {
                var name = link.model().name();
                return Optional.of("Redis does not let its user build a read model beside the live one ("
                        + refused.getMessage() + "); allow it the keys "
                        + link.model().documentPrefix() + "* and " + name
                        + ":*, and all commands on them");
            }
            throw failure;
        }
    }

    @Override
    public boolean claim() {
        var answer = claim("take");
        if (answer.getFirst() == 0) {
            return false;
        }
        rebuilt = answer.get(1);
        previous = answer.get(2);
        return true;
    }

    @Override
    public boolean renewClaim() {
        return claim("renew").getFirst() == 1;
    }

    @Override
    public void release() {
        claim("release");
    }

    private List<Long> claim(String what) {
        var millis = String.valueOf(RedisLimits.CLAIM.toMillis());
        return link.shared((connection, keys) -> CLAIM.run(
                connection,
                new String[] {keys.generation(), keys.claim(), keys.previous(), keys.newest()},
                what,
                claim,
                millis));
    }

    @Override
    public boolean clear() {
        var page = String.valueOf(RedisLimits.SCAN);
        var cursor = "0";
        do {
            var from = cursor;
            cursor = link.shared((connection, keys) -> {
                var first = keys.generation(GenerationNumber.FIRST);
                var names = new ArrayList<>(List.of(keys.generation(), keys.claim(), keys.previous()));
                names.addAll(List.of(first.own()));
                return DISCARD.run(
                        connection,
                        names.toArray(String[]::new),
                        claim,
                        from,
                        page,
                        first.documents(),
                        keys.laterGenerations());
            });
            // Deleting a large model takes long, and the claim must not expire meanwhile.
            if (!cursor.isEmpty() && !renewClaim()) {
                return false;
            }
        } while (!cursor.isEmpty() && !cursor.equals("0"));
        return cursor.equals("0");
    }

    @Override
    public Switch makeLive(Slot slot) {
        var wanted = link(slot).generation().number();
        if (rebuilt == 0) {
            return Switch.CLAIM_LOST;
        }
        if (slot == Slot.LIVE || wanted == 0) {
            return Switch.UNUSABLE;
        }
        for (var attempt = 0; attempt < RedisLimits.SWITCHES_FOLLOWED; attempt++) {
            var live = link.generation().number();
            var answer = makeLive(wanted, live);
            var other = Long.parseLong(String.valueOf(answer.get(1)));
            if (answer.getFirst().equals(Switch.DONE.name())) {
                previous = other;
            }
            if (!answer.getFirst().equals(OTHER)) {
                return Switch.valueOf(String.valueOf(answer.getFirst()));
            }
            link.generation().isOf(live, Long.toString(other));
        }
        return Switch.CLAIM_LOST;
    }

    private List<Object> makeLive(long wanted, long live) {
        return link.shared((connection, keys) -> {
            var from = keys.generation(wanted);
            var to = keys.generation(live);
            return SWITCH.run(
                    connection,
                    new String[] {
                        keys.generation(),
                        keys.claim(),
                        keys.previous(),
                        from.checkpoint(),
                        from.list(),
                        to.checkpoint(),
                        to.list()
                    },
                    claim,
                    Long.toString(wanted),
                    Long.toString(live));
        });
    }
}
