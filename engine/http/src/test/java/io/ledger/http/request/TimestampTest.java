package io.ledger.http.request;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimestampTest {

    @ParameterizedTest
    @CsvSource({
        "2026-04-01T09:00:00Z, 2026-04-01T09:00:00Z",
        "2026-04-01t09:00:00z, 2026-04-01T09:00:00Z",
        "2026-04-01 09:00:00Z, 2026-04-01T09:00:00Z",
        "2026-04-01T09:00:00.5Z, 2026-04-01T09:00:00.500Z",
        "2026-04-01T09:00:00.123456789987Z, 2026-04-01T09:00:00.123456789Z",
        "2026-04-01T09:00:00+09:00, 2026-04-01T00:00:00Z",
        "2026-04-01T09:00:00 09:00, 2026-04-01T00:00:00Z",
        "2026-04-01T09:00:00-23:59, 2026-04-02T08:59:00Z",
        "2026-04-01T09:00:00+23:59, 2026-03-31T09:01:00Z",
        "2026-04-01T09:00:00-00:00, 2026-04-01T09:00:00Z",
        "2016-12-31T23:59:60Z, 2017-01-01T00:00:00Z",
        "2017-01-01T08:59:60.9+09:00, 2017-01-01T00:00:00Z",
        "0000-01-01T00:00:00Z, 0000-01-01T00:00:00Z",
        "9999-12-31T23:59:59Z, 9999-12-31T23:59:59Z",
    })
    void a_time_is_read_with_any_offset(String text, Instant time) {
        assertThat(Timestamp.parse(text)).contains(time);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "yesterday",
                "2026-04-01",
                "2026-04-01T09:00Z",
                "2026-04-01T09:00:00",
                "2026-04-01T09:00:00+0900",
                "2026-04-01T09:00:00+24:00",
                "2026-04-01T09:00:00+09:60",
                "2026-04-01T24:00:00Z",
                "2026-02-29T09:00:00Z",
                "2026-13-01T09:00:00Z",
                "2026-04-01T09:00:60Z",
                "2026-04-01T09:00:00.Z",
                "2026-04-01T09:00:00Z ",
                "+12026-04-01T09:00:00Z",
                "２０２６-04-01T09:00:00Z",
                "1775034000"
            })
    void anything_else_is_no_time(String text) {
        assertThat(Timestamp.parse(text)).isEmpty();
    }

    @Test
    void a_time_is_written_with_six_digits_after_the_second() {
        assertThat(Timestamp.of(Instant.parse("2026-04-01T09:00:00Z"))).isEqualTo("2026-04-01T09:00:00.000000Z");
        assertThat(Timestamp.of(Instant.parse("2026-04-01T09:00:00.1234567Z")))
                .isEqualTo("2026-04-01T09:00:00.123456Z");
    }
}
