package io.ledger.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.circleledger.domain.readmodel.CircleView;
import io.circleledger.infrastructure.contract.CircleViewsContract;
import io.circleledger.infrastructure.stored.CircleStreams;
import io.ledger.core.StoreUnavailableException;
import io.ledger.core.document.Checkpoint;
import io.ledger.core.document.DocumentReader;
import io.ledger.core.document.DocumentScan.Counts;
import io.ledger.core.document.DocumentStore;
import io.ledger.core.log.GlobalPosition;
import io.ledger.stores.TestStores;
import io.lettuce.core.AclSetuserArgs;
import io.lettuce.core.RedisClient;
import io.lettuce.core.SetArgs;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.protocol.CommandType;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RedisDocumentsTest extends CircleViewsContract {

    private final String url = TestStores.shared().freshRedis().url();
    private Redis redis;
    private DocumentStore<CircleView> store;
    private DocumentReader<CircleView> views;
    private RedisClient client;
    private RedisCommands<String, String> keys;

    @BeforeEach
    void connect() {
        client = RedisClient.create(url);
        keys = client.connect().sync();
    }

    @AfterEach
    void close() {
        redis.close();
        client.shutdown();
    }

    @Override
    protected DocumentStore<CircleView> store() {
        open();
        return store;
    }

    @Override
    protected DocumentReader<CircleView> reader() {
        open();
        return views;
    }

    private void open() {
        if (redis == null) {
            redis = PatientRedis.at(url);
            store = redis.store(CircleStreams.REDIS);
            views = redis.reader(CircleStreams.REDIS);
        }
    }

    @Test
    void theKeysAreThoseThatOthersRead() {
        var id = newId();
        store.apply(Checkpoint.START, List.of(put(id, 3, 5)), at(7));

        assertThat(keys.get("circle:" + id))
                .isEqualTo("{\"id\":\"%s\",\"name\":\"テニス \\\"3\\\"\",\"capacity\":20,\"version\":3}", id);
        assertThat(keys.zscore("circles:list", id.id())).isEqualTo(5.0);
        assertThat(keys.keys("*")).containsExactlyInAnyOrder("circle:" + id, "circles:list", "circles:checkpoint");
    }

    @Test
    void keysOfOthersThatExpireAreNotCounted() {
        store.apply(Checkpoint.START, List.of(put(newId(), 1, 1), put(newId(), 1, 2)), at(2));
        var scan = redis.scan(CircleStreams.REDIS);
        var counts = new Counts(Optional.of(at(2)), 2, 2);
        assertThat(scan.counts()).isEqualTo(counts);

        for (var i = 0; i < 50; i++) {
            keys.set("session:" + i, "theirs", SetArgs.Builder.px(600_000));
        }
        assertThat(scan.counts()).as("with keys that expire").isEqualTo(counts);
        keys.set(new KeySpace(CircleStreams.REDIS, false).claim(), "a rebuild", SetArgs.Builder.px(600_000));
        assertThat(scan.counts()).as("with a claim, which expires too").isEqualTo(counts);

        keys.set("queue", "theirs");
        assertThat(scan.counts()).as("with a key that stays").isEqualTo(new Counts(Optional.of(at(2)), 2, 3));
    }

    @Test
    void whereRedisDoesNotSayHowManyExpireAllKeysAreCounted() {
        var user = "counter-" + newId();
        keys.aclSetuser(
                user,
                AclSetuserArgs.Builder.on()
                        .addPassword("secret")
                        .allKeys()
                        .allCommands()
                        .removeCommand(CommandType.INFO));
        try (var asked = PatientRedis.at(url.replaceFirst("//([^@/]*@)?", "//" + user + ":secret@"))) {
            store.apply(Checkpoint.START, List.of(put(newId(), 1, 1)), at(1));
            keys.set("session", "theirs", SetArgs.Builder.px(600_000));

            assertThat(asked.scan(CircleStreams.REDIS).counts()).isEqualTo(new Counts(Optional.of(at(1)), 1, 2));
            keys.set(new KeySpace(CircleStreams.REDIS, false).claim(), "a rebuild", SetArgs.Builder.px(600_000));
            assertThat(asked.scan(CircleStreams.REDIS).counts()).isEqualTo(new Counts(Optional.of(at(1)), 1, 2));
        } finally {
            keys.aclDeluser(user);
        }
    }

    @Test
    void aCheckpointWhoseListIsLostIsNone() {
        var id = newId();
        store.apply(Checkpoint.START, List.of(put(id, 1, 1)), at(1));
        keys.del("circles:list");

        assertThat(store.checkpoint()).isEmpty();
        assertThat(views.page(GlobalPosition.START, 10).completeTo()).isEqualTo(GlobalPosition.START);
        assertThat(store.apply(at(1), List.of(), at(2))).isFalse();
        assertThat(store.reset(store.checkpoint())).isTrue();
    }

    @Test
    void keysOfAnotherKindAreReplaced() {
        var id = newId();
        keys.lpush("circle:" + id, "no", "document");
        keys.set("circles:list", "no list");

        assertThat(store.checkpoint()).isEmpty();
        assertThat(store.reset(store.checkpoint())).isTrue();
        assertThat(store.apply(Checkpoint.START, List.of(put(id, 1, 1)), at(1))).isTrue();
        assertThat(views.find(id).value()).contains(view(id, 1));
    }

    @Test
    void aDocumentThatIsNoneIsNotBelieved() {
        var id = newId();
        store.apply(Checkpoint.START, List.of(put(id, 1, 1)), at(1));
        for (var document : List.of("", "x", "[]", "{}", "{\"id\":\"" + id + "\"}", "\u0000")) {
            keys.set("circle:" + id, document);

            assertThat(views.find(id).value()).as(document).isEmpty();
            assertThat(views.page(GlobalPosition.START, 1).entries().getFirst().document())
                    .isEmpty();
        }
    }

    @Test
    void scriptsThatRedisForgotAreSentAgain() {
        keys.scriptFlush();

        assertThat(store.checkpoint()).contains(Checkpoint.START);
    }

    @Test
    void aRedisThatIsDownIsNamed() {
        try (var down = Redis.at("redis://127.0.0.1:1")) {
            assertThatThrownBy(() -> down.reader(CircleStreams.REDIS).find(newId()))
                    .isInstanceOfSatisfying(
                            StoreUnavailableException.class,
                            failure -> assertThat(failure.store()).isEqualTo("redis"));
        }
    }
}
