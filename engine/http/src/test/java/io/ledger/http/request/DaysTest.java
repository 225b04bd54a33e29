package io.ledger.http.request;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DaysTest {

    @ParameterizedTest
    @CsvSource({
        "Asia/Tokyo, 2026-04-01, 2026-03-31T15:00:00Z, 2026-04-01T14:59:59.999999999Z",
        "UTC, 2024-02-29, 2024-02-29T00:00:00Z, 2024-02-29T23:59:59.999999999Z",
        // The clocks go forward, and there is no midnight.
        "America/Santiago, 2025-09-07, 2025-09-07T04:00:00Z, 2025-09-08T02:59:59.999999999Z",
        "Europe/Berlin, 2025-10-26, 2025-10-25T22:00:00Z, 2025-10-26T22:59:59.999999999Z",
        "Asia/Tokyo, 9999-12-31, 9999-12-30T15:00:00Z, 9999-12-31T14:59:59.999999999Z",
    })
    void aDateIsAWholeDay(String zone, String date, Instant first, Instant last) {
        var days = new Days(ZoneId.of(zone));
        assertThat(days.first(date)).contains(first);
        assertThat(days.last(date)).contains(last);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-02-29", "2026-13-01", "2026-4-1", "+2026-04-01", "2026-04-01Z", "", "today"})
    void anythingElseIsNone(String text) {
        assertThat(new Days(ZoneId.of("Asia/Tokyo")).last(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-04-01T09:00:00+09:00", "2026-04-01T00:00:00Z"})
    void aTimeIsThatMoment(String text) {
        var days = new Days(ZoneId.of("America/New_York"));
        assertThat(days.first(text)).contains(Instant.parse("2026-04-01T00:00:00Z"));
        assertThat(days.last(text)).contains(Instant.parse("2026-04-01T00:00:00Z"));
    }
}
