package io.circleledger.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.circleledger.infrastructure.stored.CircleStreams;
import io.ledger.core.StoreUnavailableException;
import io.ledger.core.StoreUnavailableException.Unavailability;
import io.ledger.core.decide.CorruptStreamException;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Commands whose machinery breaks. */
class CommandFaultsTest extends CircleCommandsFixture {

    @Nested
    class BrokenMachinery {

        private final StoreUnavailableException down =
                StoreUnavailableException.of("event store", new IllegalStateException("no connection"));

        @Test
        void aStoreThatIsDownIsToldWhenItIsRead() {
            store.record(ID, NOON, SOMEBODY, CREATED);
            store.takeDown(down);
            assertThatExceptionOfType(StoreUnavailableException.class)
                    .isThrownBy(() -> rename(1, "Go"))
                    .isSameAs(down);
            assertNothingRecordedSince(1);
        }

        @Test
        void aStoreThatGoesDownBeforeTheAppendIsToldAndNothingIsTriedAgain() {
            store.record(ID, NOON, SOMEBODY, CREATED);
            store.beforeAppend(() -> store.takeDown(down));
            assertThatExceptionOfType(StoreUnavailableException.class)
                    .isThrownBy(() -> rename(1, "Go"))
                    .isSameAs(down);
            assertThat(store.appends()).hasSize(1);
            assertThat(store.recorded(CircleStreams.AGGREGATE)).hasSize(1);
            assertThat(published).isEmpty();
        }

        @Test
        void aCreationThatTheStoreCannotTakeIsToldToo() {
            store.takeDown(down);
            assertThatExceptionOfType(StoreUnavailableException.class)
                    .isThrownBy(() -> create("Chess", 12))
                    .isSameAs(down);
            assertThat(published).isEmpty();
        }

        @Test
        void anAnswerThatNeverCameIsToldAsUnknownEvenThoughTheEventIsThere() {
            var lost = StoreUnavailableException.outcomeUnknown(
                    "event store", new IllegalStateException("connection lost"));
            store.record(ID, NOON, SOMEBODY, CREATED);
            store.afterAppend(() -> {
                throw lost;
            });
            assertThatExceptionOfType(StoreUnavailableException.class)
                    .isThrownBy(() -> rename(1, "Go"))
                    .isSameAs(lost)
                    .satisfies(failure -> assertThat(failure.reason()).isEqualTo(Unavailability.OUTCOME_UNKNOWN));
            assertThat(store.recorded(CircleStreams.AGGREGATE)).hasSize(2);
            assertThat(published).isEmpty();
        }

        @Test
        void aCorruptHistoryIsToldAndTakesNoChange() {
            store.record(ID, NOON, SOMEBODY, CREATED, CREATED);
            assertThatExceptionOfType(CorruptStreamException.class)
                    .isThrownBy(() -> rename(2, "Go"))
                    .satisfies(corrupt -> {
                        assertThat(corrupt.stream().id()).isEqualTo(ID.id());
                        assertThat(corrupt.version()).isEqualTo(2);
                    });
            assertNothingRecordedSince(2);
        }
    }
}
