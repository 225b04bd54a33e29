package io.ledger.identity.audit;

import io.ledger.core.identity.AuditLog;
import io.ledger.core.identity.AuditRecords;
import io.ledger.core.identity.AuditRecords.AuditFilter;
import io.ledger.core.identity.AuditRecords.AuditRecord;
import io.ledger.http.answer.Answer;
import io.ledger.http.request.Call;
import io.ledger.http.request.Timestamp;
import io.ledger.http.routing.RouteGroup;
import io.ledger.http.routing.RouteKind;
import io.ledger.http.routing.Routes;
import io.ledger.identity.ListPages;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Shows the audit log, the newest entries first. */
public final class AuditRoutes implements RouteGroup {

    private static final ListPages PAGES = new ListPages("/audit", "au1:", List.of("kind", "account"));

    private final AuditRecords records;
    private final AuditLog audit;

    public AuditRoutes(AuditRecords records, AuditLog audit) {
        this.records = records;
        this.audit = audit;
    }

    @Override
    public void addTo(Routes routes) {
        routes.add("GET", "/audit", RouteKind.PAGE, this::list);
    }

    private Answer list(Call call) {
        var asked = PAGES.read(call);
        var filter = new AuditFilter(asked.filter("kind"), asked.filter("account"));
        var page = records.list(filter, asked.after(), asked.limit());
        // That it was read is noted once for each walk, and not for each of its pages.
        if (asked.isFirst()) {
            audit.record(Audited.AUDIT_READ.now(Map.of()));
        }
        return asked.answer("entries", page, AuditRoutes::document);
    }

    private static Map<String, Object> document(AuditRecord record) {
        var entry = record.entry();
        var document = new LinkedHashMap<String, Object>();
        document.put("at", Timestamp.of(record.at()));
        document.put("kind", entry.kind());
        entry.accountId().ifPresent(id -> document.put("account_id", id));
        document.put("address", entry.address());
        document.put("request_id", entry.requestId());
        document.put("detail", new TreeMap<>(entry.detail()));
        return document;
    }
}
