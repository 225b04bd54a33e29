package io.ledger.identity.audit;

import io.ledger.core.identity.AuditEntry;
import io.ledger.http.request.RequestContext;
import java.util.Map;
import java.util.Optional;

/** The kinds of entries that accounts, sessions and tokens leave in the audit log. */
public enum Audited {
    SIGNED_IN("signed-in"),
    SIGN_IN_FAILED("sign-in-failed"),
    SIGN_IN_DELAYED("sign-in-delayed"),
    SIGNED_OUT("signed-out"),
    SESSION_ENDED("session-ended"),
    PASSWORD_CHANGED("password-changed"),
    PASSKEY_ADDED("passkey-added"),
    PASSKEY_RENAMED("passkey-renamed"),
    PASSKEY_REMOVED("passkey-removed"),
    LINK_ISSUED("link-issued"),
    ACCOUNT_ADDED("account-added"),
    ACCOUNT_CHANGED("account-changed"),
    ACCOUNT_ERASED("account-erased"),
    TOKEN_MADE("token-made"),
    TOKEN_REVOKED("token-revoked"),
    AUDIT_READ("audit-read"),
    LOST("entries-lost");

    private final String kind;

    Audited(String kind) {
        this.kind = kind;
    }

    /** The name of the kind. */
    public String kind() {
        return kind;
    }

    /** Something that the caller of the running request has done. */
    public AuditEntry now(Map<String, String> detail) {
        return now(RequestContext.current().caller().accountId(), detail);
    }

    /** Something that the running request has done for an account, whose caller may not have been known before. */
    public AuditEntry now(String accountId, Map<String, String> detail) {
        var context = RequestContext.current();
        return new AuditEntry(kind, Optional.of(accountId), context.origin().address(), context.requestId(), detail);
    }

    /** Something that the running request has not done for anybody. */
    public AuditEntry byNobody(Map<String, String> detail) {
        var context = RequestContext.current();
        return new AuditEntry(kind, Optional.empty(), context.origin().address(), context.requestId(), detail);
    }

    /** Something that was done without a request. */
    public AuditEntry by(String address, Map<String, String> detail) {
        return new AuditEntry(kind, Optional.empty(), address, "", detail);
    }
}
