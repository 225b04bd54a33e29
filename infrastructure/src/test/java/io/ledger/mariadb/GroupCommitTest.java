package io.ledger.mariadb;

import static io.circleledger.infrastructure.contract.SampleHistories.append;
import static io.circleledger.infrastructure.contract.SampleHistories.appendTo;
import static io.circleledger.infrastructure.contract.SampleHistories.created;
import static io.circleledger.infrastructure.contract.SampleHistories.newId;
import static io.circleledger.infrastructure.contract.SampleHistories.resized;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.circleledger.domain.circle.Capacity;
import io.circleledger.domain.circle.Circle;
import io.circleledger.domain.circle.CircleDetails;
import io.circleledger.domain.circle.CircleName;
import io.ledger.core.StoreUnavailableException;
import io.ledger.core.StoreUnavailableException.Unavailability;
import io.ledger.core.StreamId;
import io.ledger.core.decide.Tag;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.request.IdempotencyKey;
import io.ledger.core.request.IdempotentRequest;
import io.ledger.core.stream.Append;
import io.ledger.core.stream.AppendCondition;
import io.ledger.core.stream.AppendResult;
import io.ledger.core.stream.AppendResult.Appended;
import io.ledger.core.stream.EventQuery;
import io.ledger.core.stream.NewEvent;
import io.ledger.core.stream.StreamAppend;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who shares a transaction with whom; the transactions here end when the test lets them. */
class GroupCommitTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    private final List<List<Append>> batches = Collections.synchronizedList(new ArrayList<>());
    private final AtomicLong position = new AtomicLong();
    private final Semaphore begun = new Semaphore(0);
    private final Semaphore mayEnd = new Semaphore(0);
    private final List<Thread> threads = Collections.synchronizedList(new ArrayList<>());
    private GroupCommit commits = new GroupCommit(10, LONG, this::write);

    private void write(List<PendingAppend> batch) {
        batches.add(batch.stream().map(PendingAppend::append).toList());
        begun.release();
        mayEnd.acquireUninterruptibly();
        batch.forEach(pending -> pending.settle(new Appended(new GlobalPosition(position.incrementAndGet()))));
    }

    private CompletableFuture<AppendResult> start(Append append) {
        var result = new CompletableFuture<AppendResult>();
        threads.add(Thread.ofVirtual().start(() -> {
            try {
                result.complete(commits.append(append));
            } catch (RuntimeException failure) {
                result.completeExceptionally(failure);
            }
        }));
        return result;
    }

    /** Starts an append and returns once it waits for a writer. */
    private CompletableFuture<AppendResult> startWaiting(Append append) throws Exception {
        var before = commits.waiting();
        var result = start(append);
        Waiting.until("the append waits", () -> commits.waiting() == before + 1);
        return result;
    }

    @AfterEach
    void end() throws InterruptedException {
        mayEnd.release(1_000);
        for (var thread : threads) {
            assertThat(thread.join(Duration.ofSeconds(10))).isTrue();
        }
    }

    @Test
    void aLoneAppendIsWrittenByItsOwnThread() {
        mayEnd.release();
        var writer = new ArrayList<Thread>();
        commits = new GroupCommit(10, LONG, batch -> {
            writer.add(Thread.currentThread());
            write(batch);
        });
        var append = creation();

        assertThat(commits.append(append)).isEqualTo(new Appended(new GlobalPosition(1)));

        assertThat(writer).containsExactly(Thread.currentThread());
        assertThat(batches).containsExactly(List.of(append));
    }

    @Test
    void allThatComeWhileOneIsWrittenShareTheNextTransaction() throws Exception {
        var first = creation();
        var later = List.of(creation(), creation(), creation());
        var results = new ArrayList<CompletableFuture<AppendResult>>();
        results.add(start(first));
        begun.acquire();
        for (var append : later) {
            results.add(startWaiting(append));
        }

        mayEnd.release(2);

        for (var i = 0; i < results.size(); i++) {
            assertThat(results.get(i).get(10, TimeUnit.SECONDS)).isEqualTo(new Appended(new GlobalPosition(i + 1L)));
        }
        assertThat(batches).containsExactly(List.of(first), later);
    }

    @Test
    void appendsToOneCircleAreNeverInOneTransaction() throws Exception {
        var id = newId();
        var rivals = List.of(resize(id, 11), resize(id, 12));
        var _ = start(creation());
        begun.acquire();
        for (var append : rivals) {
            var _ = startWaiting(append);
        }

        mayEnd.release(3);

        begun.acquire(2);
        assertThat(batches).hasSize(3).endsWith(List.of(rivals.get(0)), List.of(rivals.get(1)));
    }

    @Test
    void aBatchGoesOnPastThoseThatCollide() throws Exception {
        var id = newId();
        var rivals = List.of(resize(id, 11), resize(id, 12), resize(id, 13));
        var others = List.of(creation(), creation());
        var _ = start(creation());
        begun.acquire();
        for (var append : List.of(rivals.get(0), rivals.get(1), others.get(0), rivals.get(2), others.get(1))) {
            var _ = startWaiting(append);
        }

        mayEnd.release(4);

        begun.acquire(3);
        assertThat(batches)
                .hasSize(4)
                .endsWith(
                        List.of(rivals.get(0), others.get(0), others.get(1)),
                        List.of(rivals.get(1)),
                        List.of(rivals.get(2)));
    }

    @Test
    void whatFollowsOneThatWaitsForOneOfItsStreamsWaitsForTheOther() throws Exception {
        var chess = newId();
        var go = newId();
        var ofChess = resize(chess, 11);
        var both = new Append(List.of(resize(chess, 12).first(), resize(go, 12).first()), Optional.empty());
        var ofGo = resize(go, 13);
        var other = creation();
        var _ = start(creation());
        begun.acquire();
        for (var append : List.of(ofChess, both, ofGo, other)) {
            var _ = startWaiting(append);
        }

        mayEnd.release(4);

        begun.acquire(3);
        assertThat(batches).hasSize(4).endsWith(List.of(ofChess, other), List.of(both), List.of(ofGo));
    }

    @Test
    void whatFollowsOneThatWaitsForItsKeyWaitsForItsCircle() throws Exception {
        var id = newId();
        var first = requested(creation());
        var second = requested(resize(id, 11));
        var third = resize(id, 12);
        var _ = start(creation());
        begun.acquire();
        for (var append : List.of(first, second, third)) {
            var _ = startWaiting(append);
        }

        mayEnd.release(4);

        begun.acquire(3);
        assertThat(batches).hasSize(4).endsWith(List.of(first), List.of(second), List.of(third));
    }

    @Test
    void appendsUnderOneKeyAreNeverInOneTransaction() throws Exception {
        var rivals = List.of(requested(creation()), requested(creation()));
        var _ = start(creation());
        begun.acquire();
        for (var append : rivals) {
            var _ = startWaiting(append);
        }

        mayEnd.release(3);

        begun.acquire(2);
        assertThat(batches).hasSize(3).endsWith(List.of(rivals.get(0)), List.of(rivals.get(1)));
    }

    @Test
    void oneMoreThanMayWaitIsRefusedAtOnce() throws Exception {
        commits = new GroupCommit(2, LONG, this::write);
        var _ = start(creation());
        begun.acquire();
        var _ = startWaiting(creation());
        var _ = startWaiting(creation());

        assertThatExceptionOfType(StoreUnavailableException.class)
                .isThrownBy(() -> commits.append(creation()))
                .satisfies(failure -> assertThat(failure.reason()).isEqualTo(Unavailability.OVERLOADED));
    }

    @Test
    void whoWaitsForTooLongGivesUpAndIsNotWrittenLater() throws Exception {
        commits = new GroupCommit(10, Duration.ofMillis(50), this::write);
        var first = start(creation());
        begun.acquire();
        var late = start(creation());

        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> late.get(10, TimeUnit.SECONDS))
                .havingCause()
                .isInstanceOfSatisfying(
                        StoreUnavailableException.class,
                        failure -> assertThat(failure.reason()).isEqualTo(Unavailability.OVERLOADED));
        assertThat(commits.waiting()).isZero();
        mayEnd.release();
        first.get(10, TimeUnit.SECONDS);
        assertThat(batches).hasSize(1);
    }

    @Test
    void aTransactionThatDiesFailsItsAppendsAndNoOther() throws Exception {
        var isFirst = new CountDownLatch(1);
        commits = new GroupCommit(10, LONG, batch -> {
            var dies = isFirst.getCount() > 0;
            isFirst.countDown();
            write(dies ? List.of() : batch);
            if (dies) {
                throw new IllegalStateException("a bug");
            }
        });
        var dying = start(creation());
        begun.acquire();
        var next = startWaiting(creation());

        mayEnd.release(2);

        assertThat(next.get(10, TimeUnit.SECONDS)).isEqualTo(new Appended(new GlobalPosition(1)));
        assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> dying.get(10, TimeUnit.SECONDS));
    }

    @Test
    void anInterruptedOwnerStillLearnsWhatBecameOfItsAppend() throws Exception {
        var _ = start(creation());
        begun.acquire();
        var waiting = startWaiting(creation());

        threads.getLast().interrupt();
        mayEnd.release(2);

        assertThat(waiting.get(10, TimeUnit.SECONDS)).isEqualTo(new Appended(new GlobalPosition(2)));
    }

    @Test
    void conditionsOnDifferentTagsShareATransactionAndThoseThatAnotherMayBreakWait() throws Exception {
        var first = creation();
        var chess = unlessTagged("chess");
        var rival = unlessTagged("chess");
        var go = unlessTagged("go");
        var results = new ArrayList<CompletableFuture<AppendResult>>();
        results.add(start(first));
        begun.acquire();
        for (var append : List.of(chess, rival, go)) {
            results.add(startWaiting(append));
        }

        mayEnd.release(3);

        for (var result : results) {
            result.get(10, TimeUnit.SECONDS);
        }
        assertThat(batches).containsExactly(List.of(first), List.of(chess, go), List.of(rival));
    }

    private static Append unlessTagged(String name) {
        var tag = new Tag("name", name);
        return new Append(
                List.of(tagged(creation().first(), tag)),
                List.of(new AppendCondition(EventQuery.tagged(tag), GlobalPosition.START)),
                Optional.empty());
    }

    private static <S, E> StreamAppend<S, E> tagged(StreamAppend<S, E> stream, Tag tag) {
        var events = stream.events().stream()
                .map(event ->
                        new NewEvent<>(event.id(), event.occurredAt(), event.metadata(), event.event(), Set.of(tag)))
                .toList();
        return new StreamAppend<>(stream.aggregate(), stream.stream(), stream.decidedOn(), events, stream.after());
    }

    /** A wake-up that gets lost shows here as an append that is never written. */
    @RepeatedTest(10)
    @Timeout(60)
    void underLoadEveryAppendIsWrittenOnce() throws Exception {
        mayEnd.release(10_000);
        commits = new GroupCommit(64, LONG, this::write);
        var clients = new ArrayList<Future<?>>();
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var client = 0; client < 64; client++) {
                clients.add(executor.submit(() -> {
                    for (var i = 0; i < 100; i++) {
                        commits.append(creation());
                    }
                }));
            }
        }
        for (var client : clients) {
            client.get();
        }
        assertThat(position).hasValue(6_400);
        assertThat(batches.stream().flatMap(List::stream)).hasSize(6_400).doesNotHaveDuplicates();
    }

    private static Append creation() {
        return append(newId(), Optional.empty(), created("chess", 10));
    }

    private static Append resize(StreamId id, int capacity) {
        var circle = Circle.of(CircleDetails.of(new CircleName("chess"), new Capacity(10)), 1);
        return appendTo(id, 1, circle, resized(capacity));
    }

    private static Append requested(Append append) {
        var request = new IdempotentRequest(new IdempotencyKey("mika", "a"), "f".repeat(64));
        return new Append(append.streams(), Optional.of(request));
    }
}
