package io.ledger.http.request;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AcceptHeaderTest {

    private static boolean asksForTheStream(String... lines) {
        return AcceptHeader.asksFor("text/event-stream", "application/cloudevents-batch+json", List.of(lines));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/event-stream",
                "TEXT/Event-Stream",
                "text/event-stream;q=0.1",
                "text/event-stream; charset=utf-8; Q=1.000",
                "application/json, text/event-stream",
                "text/event-stream, */*;q=0.1",
                "text/event-stream;q=0.5, application/*;q=0.5",
                " text/event-stream , application/cloudevents-batch+json;q=0.9",
                "text/event-stream, application/cloudevents-batch+json;q=0, */*"
            })
    void whoever_names_the_stream_and_likes_nothing_better_gets_it(String accept) {
        assertThat(asksForTheStream(accept)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "*/*",
                "text/*",
                "application/json",
                "text/event-stream;q=0",
                "text/event-stream;q=0.000",
                "text/event-stream;q=0.5, */*",
                "text/event-stream;q=0.4, application/*;q=0.5",
                "text/event-stream;q=0.8, application/cloudevents-batch+json",
                "text/event-streams",
                ",;,;q=x"
            })
    void everybody_else_gets_the_batch(String accept) {
        assertThat(asksForTheStream(accept)).isFalse();
    }

    @Test
    void the_header_may_have_several_lines_or_none() {
        assertThat(asksForTheStream()).isFalse();
        assertThat(asksForTheStream("application/json;q=0.2", "text/event-stream"))
                .isTrue();
    }
}
