package io.ledger.projection;

import static io.circleledger.infrastructure.contract.SampleHistories.newId;
import static io.circleledger.infrastructure.contract.SampleHistories.record;
import static io.circleledger.infrastructure.contract.SampleHistories.resized;
import static org.assertj.core.api.Assertions.assertThat;

import io.circleledger.domain.circle.CircleEvent.CircleDissolved;
import io.circleledger.domain.readmodel.CircleView;
import io.circleledger.infrastructure.stored.CircleStreams;
import io.ledger.core.StreamId;
import io.ledger.core.document.DocumentDifference;
import io.ledger.core.log.GlobalPosition;
import io.ledger.projection.ReadModelRebuild.Changes;
import io.ledger.projection.ReadModelRebuild.RebuildOutcome;
import io.ledger.redis.PatientRedis;
import io.ledger.stores.TestStores;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a rebuild makes of a read model, and what it tells. */
class ReadModelRebuildTest extends LedgerToRebuild {

    @Test
    void aModelThatIsInOrderIsReplacedByAnEqualOne() throws Exception {
        var ids = circles(30);
        record(events, ids.getFirst(), new CircleDissolved());
        catchUp();
        var before = snapshotOfKeys();

        var outcome = (RebuildOutcome.Switched<CircleView>) rebuild(SILENT, 0);

        assertThat(outcome.at()).isEqualTo(log.head());
        assertThat(outcome.changes().orElseThrow().count()).isZero();
        assertThat(snapshotOfKeys()).isEqualTo(before);
        nothingIsLeftBesideLiveAndPrevious();
        assertThat(keys.get("circles:generation")).isEqualTo("2");
        assertThat(keys.get("circles:previous")).isEqualTo("1");
        assertThat(keys.keys("circle:*")).hasSize(29);
        assertThat(keys.keys("circles:g2:circle:*")).hasSize(29);
        assertThat(keys.exists("circles:claim", "circles:g2:ahead")).isZero();
        record(events, ids.getLast(), resized(77));
        catchUp();
        assertThat(views.find(ids.getLast())
                        .value()
                        .orElseThrow()
                        .details()
                        .capacity()
                        .value())
                .isEqualTo(77);
    }

    @Test
    void whatWasTamperedWithIsToldAndPutRight() throws Exception {
        var ids = circles(30);
        catchUp();
        var changed = ids.get(3);
        var lost = ids.get(4);
        var moved = ids.get(5);
        var surplus = newId();
        var unreadable = ids.get(6);
        setCapacity(changed, 999);
        keys.del("circle:" + lost);
        keys.zadd("circles:list", 1000.5, moved.id());
        keys.set(
                "circle:" + surplus,
                keys.get("circle:" + ids.get(7)).replace(ids.get(7).id(), surplus.id()));
        keys.set("circle:" + unreadable, "nonsense\n");
        keys.hset("circles:parked", ids.get(8).id(), "{}");

        var outcome = (RebuildOutcome.Switched<CircleView>) rebuild(SILENT, 100);

        var changes = outcome.changes().orElseThrow();
        assertThat(told(changes, changed)).containsExactly("capacity: 999 → 10");
        assertThat(told(changes, lost)).containsExactly("document: none → \"circle 4\", capacity 10, version 1");
        assertThat(told(changes, moved)).containsExactly("list place: 1000.5 → 6");
        assertThat(told(changes, surplus)).containsExactly("document: \"circle 7\", capacity 10, version 1 → none");
        assertThat(told(changes, unreadable))
                .containsExactly("document: unreadable \"nonsense?\" → \"circle 6\", capacity 10, version 1");
        assertThat(told(changes, ids.get(8))).containsExactly("parked: yes → no");
        assertThat(changes.found().differences()).hasSize(6);
        assertThat(changes.found().open()).isEmpty();
        assertThat(page()).isEqualTo(truth(ids));
        assertThat(keys.keys(documents("2") + "*")).hasSize(30);
    }

    @Test
    void tooManyChangesAreRefusedAndNothingIsChanged() throws Exception {
        var ids = circles(10);
        catchUp();
        setCapacity(ids.get(0), 999);
        setCapacity(ids.get(1), 999);
        var before = snapshotOfKeys();

        var outcome = (RebuildOutcome.Refused<CircleView>) rebuild(SILENT, 10);

        assertThat(outcome.changes().sharePercent()).isEqualTo(20.0);
        assertThat(snapshotOfKeys()).isEqualTo(before);
        nothingIsLeftBesideLiveAndPrevious();
        assertThat(rebuild(SILENT, 20)).isInstanceOf(RebuildOutcome.Switched.class);
        assertThat(page()).isEqualTo(truth(ids));
    }

    @Test
    void aModelThatNobodyBelievesIsReplacedWithoutAsking() throws Exception {
        var ids = circles(5);
        assertThat(rebuild(SILENT, 0)).isInstanceOf(RebuildOutcome.Switched.class);
        assertThat(page()).isEqualTo(truth(ids));

        keys.del("circles:g2:list");
        assertThat(rebuild(SILENT, 0)).isInstanceOf(RebuildOutcome.Switched.class);
        assertThat(page()).isEqualTo(truth(ids));
    }

    @Test
    void anEmptyLedgerCanBeRebuilt() throws Exception {
        assertThat(rebuild(SILENT, 0)).isInstanceOf(RebuildOutcome.Switched.class);
        var first = circles(1);
        catchUp();
        assertThat(page()).isEqualTo(truth(first));
    }

    @Test
    void aRebuildCanBeTakenBackAndForthWithoutLosingAnything() throws Exception {
        assertThat(undo()).isInstanceOf(RebuildOutcome.NoPrevious.class);
        var ids = circles(20);
        catchUp();
        setCapacity(ids.get(2), 999);
        rebuild(SILENT, 100);
        record(events, ids.get(1), resized(50));
        var late = circles(1).getFirst();
        catchUp();

        assertThat(undo()).isInstanceOf(RebuildOutcome.Switched.class);

        assertThat(views.find(ids.get(2))
                        .value()
                        .orElseThrow()
                        .details()
                        .capacity()
                        .value())
                .isEqualTo(999);
        assertThat(views.find(ids.get(1))
                        .value()
                        .orElseThrow()
                        .details()
                        .capacity()
                        .value())
                .isEqualTo(50);
        assertThat(views.find(late).value()).isPresent();
        assertThat(views.page(GlobalPosition.START, 1).completeTo()).isEqualTo(log.head());

        assertThat(undo()).isInstanceOf(RebuildOutcome.Switched.class);
        ids.add(late);
        assertThat(page()).isEqualTo(truth(ids));
        nothingIsLeftBesideLiveAndPrevious();
    }

    /** Each read model goes when it is neither live nor the previous one, also the one with the bare names. */
    @Test
    void threeRebuildsLeaveTwoReadModels() throws Exception {
        var ids = circles(10);
        for (var round = 2; round <= 4; round++) {
            catchUp();
            assertThat(rebuild(SILENT, 0)).isInstanceOf(RebuildOutcome.Switched.class);

            assertThat(live()).isEqualTo(String.valueOf(round));
            assertThat(generation("circles:previous")).isEqualTo(String.valueOf(round - 1));
            nothingIsLeftBesideLiveAndPrevious();
            assertThat(keys.keys("*circle:*")).hasSize(20);
            assertThat(page()).isEqualTo(truth(ids));
        }
    }

    /** A checkpoint without a pointer, or with the one that a ledger of the version before has left. */
    @Test
    void theReadModelOfTheVersionBeforeIsTheLiveOne() throws Exception {
        var ids = circles(3);
        catchUp();
        keys.set("circles:generation", "g0199f0a4-1111-7000-8000-000000000001");
        var before = snapshotOfBareKeys();

        record(events, ids.getFirst(), resized(11));
        assertThat(step.run()).isInstanceOf(ProjectionStep.Outcome.CaughtUp.class);

        assertThat(page()).isEqualTo(truth(ids));
        assertThat(snapshotOfBareKeys()).hasSameSizeAs(before).isNotEqualTo(before);
        assertThat(rebuild(SILENT, 0)).isInstanceOf(RebuildOutcome.Switched.class);
        assertThat(keys.get("circles:generation")).isEqualTo("2");
        assertThat(undo()).isInstanceOf(RebuildOutcome.Switched.class);
        assertThat(keys.get("circles:generation")).isEqualTo("1");
    }

    @Test
    void theLastDatabaseIsAsGoodAsAny() {
        try (var last = PatientRedis.at(TestStores.shared().database(15).url())) {
            assertThat(last.readModels(CircleStreams.REDIS).obstacle()).isEmpty();
        }
    }

    private static List<String> told(Changes<CircleView> changes, StreamId id) {
        var pair = changes.found().differences().get(id.id());
        return DocumentDifference.between(pair.live(), pair.wanted(), CircleStreams.PROJECTION).stream()
                .map(DocumentDifference::toString)
                .toList();
    }

    private List<String> snapshotOfBareKeys() {
        var all = new ArrayList<String>();
        keys.keys("circle:*").stream().sorted().forEach(key -> all.add(key + keys.get(key)));
        all.add(keys.get("circles:checkpoint"));
        return all;
    }
}
