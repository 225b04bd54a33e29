package io.ledger.http.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.ledger.core.identity.AuditEntry;
import io.ledger.http.HttpLimits;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RefusalLogTest {

    private static final Identification UNNAMED = new Identification.Unnamed();

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final List<AuditEntry> audit = new ArrayList<>();
    private Instant now = Instant.parse("2026-11-27T00:00:00Z");
    private final RefusalLog refusals = new RefusalLog(audit::add, metrics, () -> now);

    private void refuse(String address) {
        refusals.refused(Unauthenticated.UNNAMED, UNNAMED, new RequestOrigin(address, false, false), "request");
    }

    private static AuditEntry entry(String address, Map<String, String> detail) {
        return new AuditEntry("refused", Optional.empty(), address, "request", detail);
    }

    private static AuditEntry first(String address) {
        return entry(address, Map.of("problem", "unauthenticated"));
    }

    private static AuditEntry more(String address, int count) {
        return entry(address, Map.of("problem", "unauthenticated", "more", String.valueOf(count)));
    }

    @Test
    void a_flood_is_two_entries_a_minute() {
        for (var i = 0; i < 10_000; i++) {
            refuse("192.0.2.7");
        }
        assertThat(audit).containsExactly(first("192.0.2.7"));
        now = now.plus(HttpLimits.REFUSALS_JOINED).minusMillis(1);
        refusals.settle();
        assertThat(audit).hasSize(1);
        now = now.plusMillis(1);
        refusals.settle();
        assertThat(audit).containsExactly(first("192.0.2.7"), more("192.0.2.7", 9_999));
        refuse("192.0.2.7");
        assertThat(audit).hasSize(3);
        assertThat(metrics.counter("ledger.refusals", "reason", "unauthenticated")
                        .count())
                .isEqualTo(10_001);
    }

    @Test
    void each_address_has_its_own_and_a_network_of_ipv6_is_one() {
        refuse("192.0.2.7");
        refuse("192.0.2.8");
        refuse("2001:db8:0:1:0:0:0:1");
        refuse("2001:db8:0:1:a:b:c:d");
        refuse("2001:db8:0:2:0:0:0:1");
        refusals.close();
        assertThat(audit)
                .containsExactly(
                        first("192.0.2.7"),
                        first("192.0.2.8"),
                        first("2001:db8:0:1:0:0:0:1"),
                        first("2001:db8:0:2:0:0:0:1"),
                        more("2001:db8:0:1:0:0:0:0/64", 1));
    }

    @Test
    void each_account_and_each_reason_has_its_own() {
        var known = new Identification.KnownCaller(new Caller("some-id", "viewer", Set.of(), Caller.Proof.API_TOKEN));
        var origin = new RequestOrigin("192.0.2.7", false, false);
        refuse("192.0.2.7");
        refusals.refused(RightsCheckTest.FORBIDDEN, known, origin, "request");
        refusals.refused(RightsCheckTest.FORBIDDEN, UNNAMED, origin, "request");
        assertThat(audit)
                .extracting(AuditEntry::accountId)
                .containsExactly(Optional.empty(), Optional.of("some-id"), Optional.empty());
    }

    @Test
    void addresses_beyond_the_bound_are_joined() {
        for (var i = 0; i < HttpLimits.REFUSALS_APART + 500; i++) {
            refuse("10.0.%d.%d".formatted(i / 256, i % 256));
        }
        assertThat(audit).hasSize(HttpLimits.REFUSALS_APART + 1);
        refusals.close();
        assertThat(audit).hasSize(HttpLimits.REFUSALS_APART + 2).endsWith(more("", 499));
    }

    @Test
    void what_cannot_be_checked_now_is_no_refusal_of_the_caller() {
        refusals.refused(RightsCheckTest.UNAVAILABLE, UNNAMED, new RequestOrigin("192.0.2.7", false, false), "request");
        assertThat(audit).isEmpty();
    }
}
