package io.circleledger.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HttpApiTest {

    @Test
    void a_stop_lets_a_request_in_flight_finish_and_takes_no_other() throws Exception {
        var server = new TestServer();
        var port = server.port();
        var appending = new CountDownLatch(1);
        var refused = new CountDownLatch(1);
        server.ledger.beforeAppend(() -> {
            appending.countDown();
            await(refused);
        });
        try (var executor = Executors.newVirtualThreadPerTaskExecutor();
                var idle = new RawConnection(port)) {
            var created = executor.submit(() -> server.post("{\"circle_name\":\"Tennis\",\"capacity\":20}"));
            await(appending);
            var stopped = executor.submit(server::stop);
            awaitRefusal(port);
            assertThat(stopped.isDone()).isFalse();
            refused.countDown();
            assertThat(created.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(201);
            stopped.get(10, TimeUnit.SECONDS);
            assertThat(idle.isClosedByServer()).isTrue();
        }
        assertThat(server.ledger.size()).isEqualTo(1);
        server.close();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void awaitRefusal(int port) {
        var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (System.nanoTime() < deadline) {
            try (var _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
                Thread.onSpinWait();
            } catch (ConnectException _) {
                return;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        throw new AssertionError("The server still takes connections");
    }

    @Test
    void a_port_in_use_is_told() {
        try (var server = new TestServer()) {
            try (var second = new HttpApi(
                    "127.0.0.1",
                    server.port(),
                    "1.2.3",
                    false,
                    new SimpleMeterRegistry(),
                    RequestTraces.NONE,
                    List.of(),
                    Duration.ofSeconds(1))) {
                assertThatThrownBy(second::start)
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining(String.valueOf(server.port()));
            }
        }
    }
}
