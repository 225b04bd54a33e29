package io.ledger.http.person;

import io.ledger.core.StreamId;
import io.ledger.core.identity.AuditEntry;
import io.ledger.core.identity.AuditLog;
import io.ledger.core.log.EventMetadata;
import io.ledger.http.request.RequestContext;
import java.util.Map;
import java.util.Optional;

/** Tells the audit log who has read or erased personal data; what was in it, or searched for, is not told. */
public record PersonalReads(AuditLog audit) {

    /** Notes a read by the caller of the running request. */
    public void note(String what, String target) {
        note("personal-data-read", what, target);
    }

    void erased(String target) {
        note("personal-data-erased", "person", target);
    }

    /** Notes that somebody was erased by a job. */
    public void erased(String target, EventMetadata by) {
        audit.record(new AuditEntry(
                "personal-data-erased",
                Optional.of(by.actor()).filter(StreamId::isId),
                "",
                by.correlationId(),
                Map.of("what", "person", "target", target)));
    }

    private void note(String kind, String what, String target) {
        var context = RequestContext.current();
        audit.record(new AuditEntry(
                kind,
                Optional.of(context.caller().accountId()),
                context.origin().address(),
                context.requestId(),
                Map.of("what", what, "target", target)));
    }
}
