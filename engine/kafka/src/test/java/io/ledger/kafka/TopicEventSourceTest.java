package io.ledger.kafka;

import static io.ledger.kafka.KafkaRelayTest.relayed;
import static org.assertj.core.api.Assertions.assertThat;

import io.ledger.core.feed.StoredEvent;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.log.LogEntry;
import io.ledger.stores.TestKafka;
import io.ledger.testkit.counter.CounterEvent;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TopicEventSourceTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    /** Reads the log only for what the topic tells, and not because the machine stood still. */
    private static final SourcePatience PATIENT = new SourcePatience(LONG, LONG, LONG);

    /** The same, but for a relay that is behind. */
    private static final SourcePatience WITHOUT_RELAY = new SourcePatience(LONG, Duration.ofMillis(100), LONG);

    private RelayedLedger ledger;
    private HandmadeTopic topic;
    private TopicFollower follower;

    @BeforeEach
    void open() {
        ledger = RelayedLedger.to(TestKafka.shared());
        topic = new HandmadeTopic(ledger.settings());
        follower = new TopicFollower(ledger, PATIENT);
    }

    @AfterEach
    void close() {
        follower.close();
        topic.close();
        ledger.close();
    }

    private void followWithoutRelay() {
        follower.close();
        follower = new TopicFollower(ledger, WITHOUT_RELAY);
    }

    private List<LogEntry<CounterEvent>> inLog() {
        return ledger.log().readFrom(GlobalPosition.START, 5_000);
    }

    private List<StoredEvent> events(int first, int last) {
        return ledger.events().subList(first - 1, last);
    }

    private void hasReadTheLog() {
        assertThat(follower.entries().stream().map(LogEntry::eventId))
                .containsExactlyElementsOf(
                        inLog().stream().map(LogEntry::eventId).toList());
    }

    @Test
    void theTopicGivesTheSameEntriesAsTheLog() {
        ledger.grow(20, 7);
        ledger.growForeign(3);
        ledger.execute(
                "SET SESSION check_constraint_checks = OFF",
                "UPDATE counter_events SET event_type = 'OfAnotherVersion' WHERE position = 3",
                "UPDATE counter_events SET payload = '{\"title\": \"x\", ' WHERE position = 9",
                "UPDATE counter_events SET metadata = '{\"actor\":\"a\", \"x\":1.50}' WHERE position = 12",
                "UPDATE counter_events SET metadata = 'no JSON' WHERE position = 13",
                "UPDATE counter_events SET metadata = '' WHERE position = 14",
                "UPDATE counter_events SET occurred_at = '2026-02-03 04:05:06.000001' WHERE position = 15",
                "UPDATE counter_events SET counter_id = 'an odd / id' WHERE position = 16",
                "UPDATE counter_events SET id = 'an odd id' WHERE position = 17");
        relayed(ledger.relay("a"), 143);

        follower.readTo(143);

        assertThat(follower.entries()).isEqualTo(inLog());
        assertThat(follower.source().fromTopic()).isEqualTo(143);
        assertThat(follower.source().fromLog()).isZero();
    }

    @Test
    void whatIsRecordedLaterComesFromTheTopicToo() {
        ledger.grow(1, 3);
        var relay = ledger.relay("a");
        relayed(relay, 3);
        follower.readTo(3);
        ledger.grow(5, 2);
        relayed(relay, 13);

        follower.readTo(13);

        hasReadTheLog();
        assertThat(follower.source().fromLog()).isZero();
    }

    @Test
    void whoeverComesBackGoesOnAtItsPlaceAndNeedsNothingBeforeIt() {
        ledger.grow(10, 6);
        var relay = ledger.relay("a");
        relayed(relay, 60);
        follower.readTo(60);
        ledger.grow(3, 2);
        relayed(relay, 66);
        var place = TopicPlace.parse(follower.place()).orElseThrow();
        topic.cut(place.offsets().stream().mapToLong(Long::longValue).toArray());

        try (var next = new TopicFollower(ledger, PATIENT).after(follower, true)) {
            next.readTo(66);
            assertThat(next.source().fromTopic()).isEqualTo(6);
            assertThat(next.source().fromLog()).isZero();
        }
    }

    @Test
    void withoutAPlaceItIsLookedFor() {
        ledger.grow(4, 3_000);
        var relay = ledger.relay("a");
        relayed(relay, 12_000);
        follower.readTo(12_000);
        ledger.grow(3, 2);
        relayed(relay, 12_006);

        try (var next = new TopicFollower(ledger, PATIENT).after(follower, false)) {
            next.goOn();
            ledger.grow(1, 1);
            relayed(relay, 12_007);
            next.readTo(12_007);
            assertThat(next.source().fromTopic()).isPositive();
        }
    }

    @Test
    void aGapIsReadFromTheLogAndThenTheTopicAgain() {
        ledger.grow(10, 3);
        topic.make();
        topic.put(events(1, 9));
        topic.put(events(12, 30));

        follower.fallBack(SourceTrouble.GAP);
        follower.goOn();
        topic.put(List.of());
        ledger.grow(1, 2);
        topic.put(events(31, 32));
        follower.readTo(32);

        hasReadTheLog();
        assertThat(follower.source().fromTopic()).isGreaterThanOrEqualTo(11);
    }

    @Test
    void aTopicThatWasCutIsReadFromWhereItBegins() {
        ledger.grow(30, 1);
        topic.make();
        topic.put(events(1, 29));
        topic.cut(3, 3, 3);
        ledger.grow(1, 1);
        topic.put(events(30, 31));

        follower.fallBack(SourceTrouble.REMOVED);
        follower.readTo(31);
        follower.goOn();

        hasReadTheLog();
    }

    @Test
    void anotherEventAtThePlaceOfTheProjectionIsNotGoneOnFrom() {
        ledger.grow(4, 3);
        topic.make();
        topic.put(events(1, 11));
        topic.put(List.of(RelayedLedger.renamed(events(12, 12).getFirst())));

        follower.fallBack(SourceTrouble.OTHER_LOG);
        follower.fallBack(SourceTrouble.OTHER_EVENT);
        hasReadTheLog();

        ledger.grow(1, 2);
        topic.put(events(13, 14));
        follower.readTo(14);
        follower.goOn();
        hasReadTheLog();
    }

    @Test
    void whatCannotBeReadIsReadFromTheLog() {
        ledger.grow(4, 3);
        topic.make();
        topic.put(events(1, 5));
        topic.putSpoilt(events(6, 6).getFirst(), "no event".getBytes(StandardCharsets.UTF_8));
        topic.put(events(7, 12));

        follower.fallBack(SourceTrouble.UNREADABLE);
        follower.readTo(12);
        follower.goOn();

        hasReadTheLog();
    }

    @Test
    void whatWasAbortedOrPutTwiceChangesNothing() {
        ledger.grow(4, 3);
        topic.make();
        topic.abort(events(1, 4));
        topic.put(events(1, 6));
        topic.abort(events(7, 12));
        topic.put(events(5, 12));

        follower.readTo(12);

        hasReadTheLog();
        assertThat(follower.source().fromLog()).isZero();
    }

    @Test
    void aTopicThatEndsBeforeTheLogIsNotWaitedFor() {
        followWithoutRelay();
        ledger.grow(4, 3);
        topic.make();
        topic.put(events(1, 8));

        follower.readTo(12);
        assertThat(follower.source().trouble()).contains(SourceTrouble.BEHIND);
        hasReadTheLog();

        topic.put(events(9, 12));
        follower.goOn();
    }

    @Test
    void withoutATopicTheLogIsReadUntilThereIsOne() {
        ledger.grow(4, 3);
        follower.readTo(12);
        assertThat(follower.source().trouble()).contains(SourceTrouble.UNREACHABLE);

        relayed(ledger.relay("a"), 12);
        follower.goOn();

        hasReadTheLog();
    }

    @Test
    void aTopicThatIsMadeAnewIsReadAgainWhenItFits() {
        followWithoutRelay();
        ledger.grow(4, 3);
        topic.make();
        topic.put(events(1, 12));
        follower.readTo(12);
        topic.remove();
        ledger.grow(1, 2);
        follower.readTo(14);
        assertThat(follower.source().trouble()).isPresent();

        topic.make();
        topic.put(events(1, 14));
        follower.goOn();
        ledger.grow(1, 1);
        topic.put(events(15, 15));
        follower.readTo(15);

        hasReadTheLog();
    }

    @Test
    void partitionsThatAreAddedAreReadToo() {
        followWithoutRelay();
        ledger.grow(4, 3);
        topic.make();
        topic.put(events(1, 12));
        follower.readTo(12);
        topic.grow(8);
        ledger.grow(30, 2);
        topic.put(events(13, 72));

        follower.readTo(72);
        follower.goOn();

        hasReadTheLog();
        try (var next = new TopicFollower(ledger, PATIENT).after(follower, true)) {
            ledger.grow(10, 1);
            topic.put(events(73, 82));
            next.readTo(82);
            assertThat(next.source().fromLog()).isZero();
        }
    }

    @Test
    void aLogThatLostItsEndIsBelievedAndNotTheTopic() {
        ledger.grow(4, 3);
        topic.make();
        topic.put(events(1, 12));
        follower.readTo(12);

        ledger.loseAfter(7);
        follower.fallBack(SourceTrouble.OTHER_LOG);
        follower.readTo(7);
        hasReadTheLog();

        ledger.grow(2, 4);
        follower.readTo(15);
        hasReadTheLog();
        assertThat(follower.source().trouble()).isPresent();

        try (var anew = new TopicFollower(ledger, PATIENT)) {
            anew.readTo(15);
            assertThat(anew.entries().stream().map(LogEntry::eventId))
                    .containsExactlyElementsOf(
                            inLog().stream().map(LogEntry::eventId).toList());
        }
    }

    @Test
    void theMetricsSayWhatIsReadAndWhy() {
        followWithoutRelay();
        var metrics = new SimpleMeterRegistry();
        follower.source().bindTo(metrics);
        ledger.grow(4, 3);
        topic.make();
        topic.put(events(1, 8));
        follower.readTo(12);

        assertThat(metrics.get("ledger.projection.source.trouble").gauge().value())
                .isEqualTo(1);
        assertThat(metrics.get("ledger.projection.source.events")
                        .tag("source", "kafka")
                        .functionCounter()
                        .count())
                .isEqualTo(8);
        assertThat(metrics.get("ledger.projection.source.events")
                        .tag("source", "log")
                        .functionCounter()
                        .count())
                .isEqualTo(4);
        assertThat(metrics.get("ledger.projection.source.fallbacks")
                        .tag("reason", "behind")
                        .functionCounter()
                        .count())
                .isGreaterThanOrEqualTo(1);
    }
}
