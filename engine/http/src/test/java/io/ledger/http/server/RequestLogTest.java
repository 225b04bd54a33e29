package io.ledger.http.server;

import static io.ledger.http.server.NoteServer.header;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.ledger.http.HttpLimits;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class RequestLogTest {

    private static final Logger LOGGER = (Logger) LoggerFactory.getLogger("io.ledger.http");

    /** Keeps what is logged, with the context each line was logged in. */
    private static final class Lines extends AppenderBase<ILoggingEvent> {

        private final BlockingQueue<ILoggingEvent> events = new LinkedBlockingQueue<>();

        @Override
        protected void append(ILoggingEvent event) {
            event.prepareForDeferredProcessing();
            events.add(event);
        }

        ILoggingEvent next() throws InterruptedException {
            var event = events.poll(10, TimeUnit.SECONDS);
            assertThat(event).isNotNull();
            return event;
        }
    }

    private final Lines lines = new Lines();
    private final NoteServer server = new NoteServer();

    @BeforeEach
    void listen() {
        lines.start();
        LOGGER.addAppender(lines);
    }

    @AfterEach
    void stop() {
        server.close();
        LOGGER.detachAppender(lines);
    }

    private static Map<String, String> pairs(ILoggingEvent event) {
        return event.getKeyValuePairs().stream()
                .collect(Collectors.toMap(pair -> pair.key, pair -> String.valueOf(pair.value)));
    }

    @Test
    void a_request_is_one_line_with_its_id() throws Exception {
        server.get("/note?limit=7&secret=x", "X-Request-Id", "abc-1");
        var event = lines.next();
        assertThat(event.getMDCPropertyMap()).containsEntry("request_id", "abc-1");
        assertThat(pairs(event))
                .containsEntry("method", "GET")
                .containsEntry("path", "/note")
                .containsEntry("status", "400")
                .containsKey("millis");
        assertThat(event.toString()).doesNotContain("secret");
    }

    @Test
    void a_request_that_cannot_be_read_is_one_line_that_cannot_forge_another() throws Exception {
        try (var connection = new RawConnection(server.port())) {
            connection.send("GET /a\u001b[31m\"\tforged%0d%0a?q HTTP/1.1\r\nHost: x\r\n\r\n");
            var response = connection.receive().orElseThrow();
            var event = lines.next();
            assertThat(event.getMDCPropertyMap()).containsEntry("request_id", response.header("X-Request-Id"));
            assertThat(pairs(event).get("path")).isEqualTo("/a?[31m??forged%0d%0a");
            assertThat(pairs(event)).containsEntry("status", "400");
        }
    }

    @Test
    void a_line_says_who_asked_in_which_trace() throws Exception {
        try (var trusting = NoteServer.thatTrustsActors()) {
            var trace = "4bf92f3577b34da6a3ce929d0e0e4736";
            var response = trusting.get(
                    "/note", "X-Actor", "%E7%94%B0%22", "traceparent", "00-" + trace + "-00f067aa0ba902b7-01");
            var event = lines.next();
            assertThat(event.getMDCPropertyMap()).containsEntry("trace_id", trace);
            assertThat(pairs(event)).containsEntry("actor", "田?").containsEntry("parent_id", "00f067aa0ba902b7");
            assertThat(header(response, "traceresponse"))
                    .isEqualTo("00-%s-%s-01".formatted(trace, pairs(event).get("span_id")));
        }
    }

    @Test
    void a_path_is_logged_as_it_was_received() throws Exception {
        server.get("/note/%0a%0dforged%20line");
        assertThat(pairs(lines.next())).containsEntry("path", "/note/%0a%0dforged%20line");
    }

    @Test
    void a_bug_is_logged_with_its_cause_and_the_id_of_the_request() throws Exception {
        server.notes.fail(new IllegalStateException("secret inner state"));
        var response = server.get("/note");
        var event = lines.next();
        assertThat(event.getThrowableProxy().getMessage()).isEqualTo("secret inner state");
        assertThat(event.getMDCPropertyMap()).containsEntry("request_id", header(response, "X-Request-Id"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a\"b", "ä", "../x;"})
    void an_id_that_could_be_misread_is_replaced(String id) {
        var response = server.get("/version", "X-Request-Id", id);
        assertThat(header(response, "X-Request-Id")).matches("[0-9a-f-]{36}");
    }

    @Test
    void an_id_is_taken_up_to_a_length() {
        var longest = "a".repeat(HttpLimits.REQUEST_ID_CHARACTERS);
        assertThat(header(server.get("/version", "X-Request-Id", longest), "X-Request-Id"))
                .isEqualTo(longest);
        assertThat(header(server.get("/nowhere", "X-Request-Id", longest + "a"), "X-Request-Id"))
                .hasSize(36);
        assertThat(header(server.get("/nowhere", "X-Request-Id", "a", "X-Request-Id", "b"), "X-Request-Id"))
                .hasSize(36);
    }
}
