package io.ledger.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.ledger.http.HttpLimits;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Clients that do not get on, in numbers, beside those that do. */
class CrowdTest {

    /** A busy machine takes its time; whoever had to wait for the crowd would wait for a timeout. */
    private static final Duration SOON = Duration.ofSeconds(3);

    private static final String BODY = "{\"text\":\"Tennis\",\"size\":20}";
    private static final String POST = "POST /note HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n";

    private final NoteServer server = new NoteServer();
    private final List<RawConnection> crowd = new ArrayList<>();

    @AfterEach
    void stop() throws Exception {
        for (var connection : crowd) {
            connection.close();
        }
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

    private void othersAreServed() {
        for (var path : List.of("/health/live", "/metrics", "/note", "/health/ready")) {
            soon(path, () -> server.get(path), 200);
        }
        soon("POST", () -> server.post(BODY), 201);
    }

    private static void soon(String what, Supplier<HttpResponse<String>> request, int status) {
        var begun = System.nanoTime();
        assertThat(request.get().statusCode()).as(what).isEqualTo(status);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).as(what).isLessThan(SOON);
    }

    @Test
    void bodies_that_do_not_come_hold_nothing_that_others_need() throws Exception {
        come(520, POST + "Content-Length: 100\r\n\r\n");
        come(20, POST + "Content-Length: 100\r\nExpect: 100-continue\r\n\r\n");
        come(20, POST + "Transfer-Encoding: chunked\r\n\r\n");
        come(20, "POST /nowhere HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n");
        othersAreServed();
        crowd.getFirst().send(BODY + " ".repeat(100 - BODY.length()));
        assertThat(crowd.getFirst().receive().orElseThrow().status()).isEqualTo(201);
    }

    @Test
    void idle_connections_make_room_for_who_comes() throws Exception {
        come(HttpLimits.CONNECTIONS + 4, "");
        othersAreServed();
    }

    @Test
    void requests_that_come_octet_by_octet_make_room_for_who_comes() throws Exception {
        come(HttpLimits.CONNECTIONS + 25, "G");
        othersAreServed();
    }

    @Test
    void bodies_that_do_not_come_make_room_for_who_comes() throws Exception {
        // More than all of them may hold together.
        var bodies = (int) (HttpLimits.BUFFERED_BYTES / HttpLimits.BODY_BYTES);
        come(bodies + 64, POST + "Content-Length: 65536\r\n\r\n" + BODY);
        othersAreServed();
    }

    @Test
    void a_client_of_another_address_keeps_its_connection() throws Exception {
        try (var idle = new RawConnection(server.port(), "127.0.0.2")) {
            come(HttpLimits.CONNECTIONS + 4, "");
            othersAreServed();
            idle.send("GET /version HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(idle.receive().orElseThrow().status()).isEqualTo(200);
        }
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
            assertThat(created.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(201);
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
                soon(path, () -> server.get(path), 200);
            }
            goOn.countDown();
            for (var answer : created) {
                assertThat(answer.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(201);
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
        soon("another page", () -> server.get("/note?after=59"), 200);
        soon("POST", () -> server.post(BODY), 201);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
