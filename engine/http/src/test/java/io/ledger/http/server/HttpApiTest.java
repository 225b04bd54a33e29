package io.ledger.http.server;

import static io.ledger.http.server.NoteServer.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ledger.http.HttpLimits;
import io.ledger.http.access.AccessSettings;
import io.ledger.http.access.AllowedHosts;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HttpApiTest {

    @Test
    void a_stop_lets_a_request_in_flight_finish_and_takes_no_other() throws Exception {
        var server = new NoteServer();
        var port = server.port();
        var appending = new CountDownLatch(1);
        var refused = new CountDownLatch(1);
        server.notes.beforeWrite(() -> {
            appending.countDown();
            await(refused);
        });
        try (var executor = Executors.newVirtualThreadPerTaskExecutor();
                var idle = new RawConnection(port)) {
            var created = executor.submit(() -> server.post("{\"text\":\"Tennis\",\"size\":20}"));
            await(appending);
            var stopped = executor.submit(server::stop);
            awaitRefusal(port);
            assertThat(stopped.isDone()).isFalse();
            refused.countDown();
            assertThat(created.get(60, TimeUnit.SECONDS).statusCode()).isEqualTo(201);
            stopped.get(60, TimeUnit.SECONDS);
            assertThat(idle.isClosedByServer()).isTrue();
        }
        assertThat(server.notes.changes()).isEqualTo(1);
        server.close();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void awaitRefusal(int port) {
        var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (System.nanoTime() < deadline) {
            try (var _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
                Thread.onSpinWait();
            } catch (ConnectException _) {
                return;
            } catch (SocketException _) {
                // Reset: it was in the queue of connections when that was closed. The next one is refused.
                Thread.onSpinWait();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        throw new AssertionError("The server still takes connections");
    }

    @Test
    void more_requests_than_are_worked_on_at_once_do_not_wait_for_ever() throws Exception {
        var working = new CountDownLatch(HttpLimits.CONCURRENT_REQUESTS);
        var goOn = new CountDownLatch(1);
        try (var server = new NoteServer();
                var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            server.notes.beforeWrite(() -> {
                working.countDown();
                await(goOn);
            });
            var created = new ArrayList<Future<HttpResponse<String>>>();
            for (var i = 0; i < HttpLimits.CONCURRENT_REQUESTS; i++) {
                created.add(executor.submit(() -> server.post("{\"text\":\"Tennis\",\"size\":20}")));
            }
            await(working);
            var started = System.nanoTime();
            problem(server.get("/version"), 503, "server-busy");
            assertThat(Duration.ofNanos(System.nanoTime() - started)).isGreaterThanOrEqualTo(HttpLimits.TURN_WAIT);

            goOn.countDown();
            for (var answer : created) {
                assertThat(answer.get(60, TimeUnit.SECONDS).statusCode()).isEqualTo(201);
            }
            assertThat(server.get("/version").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void a_header_of_an_answer_does_not_end_before_its_value() {
        try (var server = new NoteServer()) {
            assertThat(server.get("/elsewhere?place=/note/1").headers().firstValue("Location"))
                    .contains("/note/1");

            var answer = server.get("/elsewhere?place=/note/1%0D%0ASet-Cookie:%20a=b");

            problem(answer, 500, "internal-error");
            assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
        }
    }

    @Test
    void a_port_in_use_is_told() {
        try (var server = new NoteServer()) {
            var settings = new HttpSettings(
                    "127.0.0.1",
                    server.port(),
                    "",
                    "1.2.3",
                    AccessSettings.open(AllowedHosts.LOOPBACK, false),
                    Duration.ofSeconds(120),
                    Duration.ofSeconds(1));
            try (var second = new HttpApi(
                    settings, new SimpleMeterRegistry(), RequestTraces.NONE, KnownFailures.NONE, List.of())) {
                assertThatThrownBy(second::start)
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining(String.valueOf(server.port()));
            }
        }
    }
}
