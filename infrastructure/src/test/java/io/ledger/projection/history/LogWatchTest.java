package io.ledger.projection.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.ledger.core.log.EventLog;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.log.HighWaterMark;
import io.ledger.core.log.LogEntry;
import io.ledger.core.log.LogPlace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LogWatchTest {

    private final ListedLog log = new ListedLog();
    private final LogWatch watch = new LogWatch(log, Duration.ofHours(1));
    private final AtomicInteger forgotten = new AtomicInteger();
    private final Mark mark = new Mark();
    private final List<Long> floors = new ArrayList<>();

    LogWatchTest() {
        watch.forgetting(forgotten::incrementAndGet);
        watch.lowering(mark);
        watch.settling(floor -> floors.add(floor.value()));
    }

    /** A log of ids. */
    private static final class ListedLog implements EventLog<Object> {

        private final List<String> ids = new CopyOnWriteArrayList<>();

        void append(String... more) {
            ids.addAll(List.of(more));
        }

        void lose(int events) {
            ids.subList(ids.size() - events, ids.size()).clear();
        }

        @Override
        public LogPlace end() {
            return ids.isEmpty() ? LogPlace.START : at(new GlobalPosition(ids.size()));
        }

        @Override
        public LogPlace at(GlobalPosition position) {
            var index = (int) position.value() - 1;
            return new LogPlace(position, index < ids.size() ? ids.get(index) : "");
        }

        @Override
        public List<LogEntry<Object>> readFrom(GlobalPosition position, int limit) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<LogEntry<Object>> replayFrom(GlobalPosition position, int limit) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Ends ends() {
            return new Ends(head(), Optional.empty(), 0);
        }
    }

    private static final class Mark implements HighWaterMark {

        private final AtomicLong height = new AtomicLong();

        @Override
        public GlobalPosition position() {
            return new GlobalPosition(height.get());
        }

        @Override
        public void lower(GlobalPosition from, GlobalPosition head) {
            height.compareAndSet(from.value(), head.value());
        }
    }

    @Test
    void aLogThatGrowsIsNoChange() {
        watch.look();
        log.append("a", "b");
        watch.look();
        mark.height.set(2);
        log.append("c");
        watch.saw(new LogPlace(new GlobalPosition(3), "c"));
        watch.look();
        watch.look();
        assertThat(forgotten).hasValue(0);
        assertThat(mark.height).hasValue(2);
        assertThat(floors).isEmpty();
    }

    @Test
    void aLogThatLostItsEndIsNoticedAndMarksComeDown() {
        log.append("a", "b", "c");
        watch.look();
        mark.height.set(3);
        log.lose(2);
        watch.look();
        assertThat(forgotten.get()).isPositive();
        assertThat(mark.height).hasValue(1);
        assertThat(floors).containsExactly(1L);
    }

    /** Positions show nothing then; what this server has seen last is another event. */
    @Test
    void aLogThatHasGrownPastItsOldEndIsNoticed() {
        log.append("a", "b", "c");
        watch.look();
        log.lose(1);
        log.append("d", "e");
        watch.look();
        assertThat(forgotten).hasValue(1);
        watch.look();
        assertThat(forgotten).as("it is known now").hasValue(1);
    }

    /** What was appended or read here since the last look counts as well. */
    @Test
    void whatWasSeenBetweenTwoLooksIsWatched() {
        log.append("a");
        watch.look();
        watch.saw(new LogPlace(new GlobalPosition(2), "lost"));
        log.append("b", "c");
        watch.look();
        assertThat(forgotten).hasValue(1);
    }

    @Test
    void aMarkThatIsRaisedAgainByWhatNobodyHasResetComesDownAgain() {
        log.append("a", "b");
        mark.height.set(9);
        watch.look();
        assertThat(mark.height).hasValue(2);
        mark.height.set(9);
        watch.look();
        assertThat(mark.height).hasValue(2);
        assertThat(forgotten).hasValue(2);
    }

    /** A restore goes table by table: the head may be seen in the middle of it. */
    @Test
    void theFloorFollowsTheHeadForSomeLooksAfterAChange() {
        log.append("a", "b", "c");
        watch.look();
        log.lose(3);
        watch.look();
        log.append("a", "b");
        for (var look = 0; look < HistoryLimits.LOOKS_AFTER_A_CHANGE; look++) {
            watch.look();
        }
        assertThat(floors).hasSize(HistoryLimits.LOOKS_AFTER_A_CHANGE).startsWith(0L, 2L);
    }

    @Test
    void whoeverNoticesHasEverythingForgottenAtOnceAndTheWatchLooksSoon() throws Exception {
        log.append("a");
        var looked = new CountDownLatch(1);
        watch.settling(_ -> looked.countDown());
        try (watch) {
            watch.start();
            watch.noticed("an append");
            assertThat(forgotten).hasValue(1);
            assertThat(looked.await(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void oneThatCannotForgetHoldsNoOtherUp() {
        var others = new AtomicInteger();
        watch.forgetting(() -> {
            throw new IllegalStateException("broken");
        });
        watch.forgetting(others::incrementAndGet);
        watch.noticed("a read");
        assertThat(others).hasValue(1);
    }
}
