package io.circleledger.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.circleledger.domain.circle.CircleRejection;
import io.circleledger.infrastructure.stored.CircleStreams;
import io.ledger.core.StoreUnavailableException;
import io.ledger.core.command.CommandHandler;
import io.ledger.core.command.CommandOutcome;
import io.ledger.core.command.Request;
import io.ledger.core.request.IdempotencyKey;
import io.ledger.core.stream.RecentStates;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Commands that are given again under their idempotency key. */
class RepeatedCommandsTest extends CircleCommandsFixture {

    @Nested
    class WithAnIdempotencyKey {

        private void key(String key) {
            key(METADATA.actor(), key);
        }

        private void key(String actor, String key) {
            request = new Request(METADATA, Optional.of(new IdempotencyKey(actor, key)));
        }

        @Test
        void theSameKeyFromAnotherCallerIsAnotherKey() {
            store.record(ID, NOON, SOMEBODY, CREATED);
            key("mika", "a");
            var first = create("Chess", 12);
            key("ken", "a");
            var second = create("Chess", 12);
            assertThat(second).isInstanceOf(CommandOutcome.Done.class).isNotEqualTo(first);
            assertThat(rename(1, "Go")).isEqualTo(new CommandOutcome.KeyReused<>());
            key("mika", "a");
            assertThat(create("Chess", 12)).isEqualTo(first);
            assertThat(store.recorded(CircleStreams.AGGREGATE)).hasSize(3);
        }

        @Test
        void aRequestOfAnotherCallerUnderTheSameKeyNeedNotWait() {
            key("mika", "a");
            var inTheMiddle = new ArrayList<CommandOutcome<CircleRejection>>();
            store.beforeAppend(() -> {
                store.beforeAppend(() -> {});
                key("ken", "a");
                inTheMiddle.add(create("Chess", 12));
            });
            create("Chess", 12);
            assertThat(inTheMiddle).hasOnlyElementsOfType(CommandOutcome.Done.class);
            assertThat(store.recorded(CircleStreams.AGGREGATE)).hasSize(2);
        }

        @Test
        void theSameCreationIsDoneOnceAndAnsweredAsTheFirstTime() {
            key("a");
            var first = create("Chess", 12);
            store.record(OTHER, NOON, SOMEBODY, CREATED);
            assertThat(create("Chess", 12)).isEqualTo(first);
            assertThat(store.recorded(CircleStreams.AGGREGATE)).hasSize(2);
            assertThat(published).hasSize(1);
        }

        @Test
        void theSameChangeIsAnsweredAsTheFirstTimeThoughTheCircleHasMovedOn() {
            store.record(ID, NOON, SOMEBODY, CREATED);
            key("a");
            var first = rename(1, "Go");
            key("b");
            rename(2, "Shogi");
            key("a");
            assertThat(rename(1, "Go")).isEqualTo(first).isEqualTo(new CommandOutcome.Done<>(ID, 2, position(2)));
            assertThat(store.recorded(CircleStreams.AGGREGATE)).hasSize(3);
        }

        @Test
        void aChangeThatChangedNothingIsRememberedToo() {
            store.record(ID, NOON, SOMEBODY, CREATED);
            key("a");
            var first = rename(1, "Chess");
            key("b");
            rename(1, "Go");
            key("a");
            assertThat(rename(1, "Chess")).isEqualTo(first).isEqualTo(new CommandOutcome.Done<>(ID, 1, position(1)));
        }

        @Test
        void anotherRequestUnderTheSameKeyIsRefused() {
            store.record(ID, NOON, SOMEBODY, CREATED);
            key("a");
            rename(1, "Go");
            assertThat(rename(1, "Shogi")).isEqualTo(new CommandOutcome.KeyReused<>());
            assertThat(rename(2, "Go")).isEqualTo(new CommandOutcome.KeyReused<>());
            assertThat(update(1, Optional.of("Go"), Optional.of(13))).isEqualTo(new CommandOutcome.KeyReused<>());
            assertThat(rename(OTHER, 1, "Go")).isEqualTo(new CommandOutcome.KeyReused<>());
            assertThat(create("Go", 12)).isEqualTo(new CommandOutcome.KeyReused<>());
            assertThat(commands.dissolve(ID, exactly(1), request)).isEqualTo(new CommandOutcome.KeyReused<>());
            assertThat(store.recorded(CircleStreams.AGGREGATE)).hasSize(2);
        }

        @Test
        void aRefusedRequestIsTriedAfresh() {
            store.record(ID, NOON, SOMEBODY, CREATED);
            key("a");
            assertThat(rename(2, "Go")).isEqualTo(new CommandOutcome.ConflictingCommand<>(ID, 1));
            store.record(ID, NOON, SOMEBODY, renamed("Shogi"));
            assertThat(rename(2, "Go")).isEqualTo(new CommandOutcome.Done<>(ID, 3, position(3)));
        }

        @Test
        void theSameRequestInTheMiddleOfTheFirstIsToldToWait() {
            key("a");
            var inTheMiddle = new ArrayList<CommandOutcome<CircleRejection>>();
            store.beforeAppend(() -> {
                store.beforeAppend(() -> {});
                inTheMiddle.add(create("Chess", 12));
            });
            create("Chess", 12);
            assertThat(inTheMiddle).containsExactly(new CommandOutcome.InProgress<>());
            assertThat(create("Chess", 12)).isInstanceOf(CommandOutcome.Done.class);
            assertThat(store.recorded(CircleStreams.AGGREGATE)).hasSize(1);
        }

        @Test
        void theSameRequestAtAnotherServerMeanwhileGivesThatOnesAnswer() {
            store.record(ID, NOON, SOMEBODY, CREATED);
            key("a");
            var elsewhere = new CircleCommands(new CommandHandler<>(
                    CircleStreams.AGGREGATE,
                    new CircleFingerprint(),
                    events,
                    RecentStates.none(),
                    store,
                    _ -> {},
                    RepeatedCommandsTest.this::nextId,
                    () -> now));
            var first = new ArrayList<CommandOutcome<CircleRejection>>();
            store.beforeAppend(() -> {
                store.beforeAppend(() -> {});
                first.add(elsewhere.dissolve(ID, exactly(1), request));
            });
            assertThat(commands.dissolve(ID, exactly(1), request)).isEqualTo(first.getFirst());
            assertThat(store.recorded(CircleStreams.AGGREGATE)).hasSize(2);
        }

        @Test
        void aFailedRequestLetsGoOfItsKey() {
            key("a");
            store.takeDown(StoreUnavailableException.of("database", new IOException("down")));
            assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(() -> create("Chess", 12));
            assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(() -> create("Chess", 12));
        }
    }
}
