package io.ledger.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.ledger.http.HttpLimits;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Clients that do not get on, in numbers, beside those that do. */
class CrowdTest {

    /** A busy machine may let so many crowds wait for longer than a timeout. */
    private static final int CROWDS = 5;

    private static final String BODY = "{\"text\":\"Tennis\",\"size\":20}";
    private static final String POST = "POST /note HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n";

    private final NoteServer server = new NoteServer();
    private final List<RawConnection> crowd = new ArrayList<>();

    @AfterEach
    void stop() throws Exception {
        leave();
        server.close();
    }

    private void come(int count, String begun) throws Exception {
        for (var i = 0; i < count; i++) {
            var connection = new RawConnection(server.port());
            crowd.add(connection);
            if (!begun.isEmpty()) {
                connection.send(begun);
            }
        }
    }

    /** Those who do not get on, as they come. */
    @FunctionalInterface
    private interface Arrival {
        void come() throws Exception;
    }

    /**
     * Others are served before any of the crowd has run into its timeout. Where the machine stood still for so long,
     * another crowd comes: beside each of them, whoever had to wait for it would wait for that timeout.
     */
    private void othersAreServedBeside(Arrival arrival) throws Exception {
        var timeout = HttpLimits.HEADERS_TIMEOUT;
        assertThat(HttpLimits.BODY_TIMEOUT).isEqualTo(timeout);
        for (var crowds = 1; crowds <= CROWDS; crowds++) {
            var begun = System.nanoTime();
            arrival.come();
            othersAreServed();
            if (System.nanoTime() - begun < timeout.toNanos()) {
                return;
            }
            leave();
        }
        throw new AssertionError("beside none of %d crowds within %s".formatted(CROWDS, timeout));
    }

    private void othersAreServed() {
        for (var path : List.of("/health/live", "/metrics", "/note", "/health/ready")) {
            isAnswered(path, server.get(path), 200);
        }
        isAnswered("POST", server.post(BODY), 201);
    }

    private static void isAnswered(String what, HttpResponse<String> answer, int status) {
        assertThat(answer.statusCode()).as(what).isEqualTo(status);
    }

    private void leave() throws Exception {
        for (var connection : crowd) {
            connection.close();
        }
        crowd.clear();
    }

    @Test
    void bodies_that_do_not_come_hold_nothing_that_others_need() throws Exception {
        othersAreServedBeside(() -> {
            come(520, POST + "Content-Length: 100\r\n\r\n");
            come(20, POST + "Content-Length: 100\r\nExpect: 100-continue\r\n\r\n");
            come(20, POST + "Transfer-Encoding: chunked\r\n\r\n");
            come(20, "POST /nowhere HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n");
        });
        crowd.getFirst().send(BODY + " ".repeat(100 - BODY.length()));
        assertThat(crowd.getFirst().receive().orElseThrow().status()).isEqualTo(201);
    }

    @Test
    void idle_connections_make_room_for_who_comes() throws Exception {
        othersAreServedBeside(() -> come(HttpLimits.CONNECTIONS + 4, ""));
    }

    @Test
    void requests_that_come_octet_by_octet_make_room_for_who_comes() throws Exception {
        othersAreServedBeside(() -> come(HttpLimits.CONNECTIONS + 25, "G"));
    }

    @Test
    void bodies_that_do_not_come_make_room_for_who_comes() throws Exception {
        // More than all of them may hold together.
        var bodies = (int) (HttpLimits.BUFFERED_BYTES / HttpLimits.BODY_BYTES);
        othersAreServedBeside(() -> come(bodies + 64, POST + "Content-Length: 65536\r\n\r\n" + BODY));
    }

    @Test
    void a_client_of_another_address_keeps_its_connection() throws Exception {
        othersAreServedBeside(() -> {
            crowd.add(new RawConnection(server.port(), "127.0.0.2"));
            come(HttpLimits.CONNECTIONS + 4, "");
        });
        var idle = crowd.getFirst();
        idle.send("GET /version HTTP/1.1\r\nHost: x\r\n\r\n");
        assertThat(idle.receive().orElseThrow().status()).isEqualTo(200);
    }

    @Test
    void a_request_in_work_keeps_its_connection() throws Exception {
        var working = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        server.notes.beforeWrite(() -> {
            working.countDown();
            await(goOn);
        });
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var created = executor.submit(() -> server.post(BODY));
            await(working);
            come(HttpLimits.CONNECTIONS + 4, "");
            goOn.countDown();
            assertThat(created.get(60, TimeUnit.SECONDS).statusCode()).isEqualTo(201);
        }
    }

    @Test
    void health_and_metrics_answer_while_every_turn_is_taken() throws Exception {
        var working = new CountDownLatch(HttpLimits.CONCURRENT_REQUESTS);
        var goOn = new CountDownLatch(1);
        server.notes.beforeWrite(() -> {
            working.countDown();
            await(goOn);
        });
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var created = new ArrayList<Future<HttpResponse<String>>>();
            for (var i = 0; i < HttpLimits.CONCURRENT_REQUESTS; i++) {
                created.add(executor.submit(() -> server.post(BODY)));
            }
            await(working);
            for (var path : List.of("/health/live", "/health/ready", "/metrics")) {
                isAnswered(path, server.get(path), 200);
            }
            goOn.countDown();
            for (var answer : created) {
                assertThat(answer.get(60, TimeUnit.SECONDS).statusCode()).isEqualTo(201);
            }
        }
    }

    @Test
    void answers_that_nobody_reads_hold_nothing_that_others_need() throws Exception {
        // More than the operating system keeps of an answer for a client that does not read.
        for (var i = 0; i < 60; i++) {
            server.create("x".repeat(10_000), 20);
        }
        come(HttpLimits.CONCURRENT_PAGES + 8, "GET /note HTTP/1.1\r\nHost: x\r\n\r\n");
        for (var connection : crowd) {
            assertThat(connection.line()).isEqualTo("HTTP/1.1 200 OK");
        }
        isAnswered("another page", server.get("/note?after=59"), 200);
        isAnswered("POST", server.post(BODY), 201);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
