package io.circleledger.configuration;

import io.ledger.identity.oidc.OidcSettings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What the environment says about who may use the server.
 *
 * @param localAccounts whether the ledger has accounts of its own
 * @param provider the identity provider
 * @param auditKept how long an entry of the audit log is kept
 * @param publicUrl where people reach the server, without a slash at its end
 */
public record IdentityConfiguration(
        boolean localAccounts, Optional<OidcSettings> provider, Duration auditKept, Optional<String> publicUrl) {

    /** Whether callers have to say who they are. */
    public boolean areConfigured() {
        return localAccounts || provider.isPresent();
    }

    /**
     * Reads the environment.
     *
     * @param value a variable, empty when it is not set
     * @param faults takes a sentence for each value that cannot be used
     */
    static IdentityConfiguration read(
            Function<String, Optional<String>> value, int auditDays, boolean openAccess, List<String> faults) {
        var accounts = value.apply("ACCOUNTS").map(String::strip);
        if (accounts.filter(it -> !it.equals("local")).isPresent()) {
            faults.add("ACCOUNTS is \"%s\"; it must be local, for accounts of the ledger's own, or not be set"
                    .formatted(accounts.get().replaceAll("\\p{Cntrl}", "?")));
        }
        if (openAccess && (accounts.isPresent() || value.apply("OIDC_ISSUER").isPresent())) {
            faults.add("OPEN_ACCESS=true lets everybody in, and ACCOUNTS or OIDC_ISSUER has people sign in; set one of"
                    + " them alone");
        }
        var publicUrl = value.apply("PUBLIC_URL").map(text -> text.strip().replaceAll("/+$", ""));
        if (publicUrl
                .filter(it -> !it.matches("https?://[^/\\s?#]+(/[^\\s?#]*)?"))
                .isPresent()) {
            faults.add(
                    "PUBLIC_URL must look like https://ledger.example.org, with BASE_PATH at its end if that is set");
        }
        var provider = OidcSettings.read(value, publicUrl, faults);
        return new IdentityConfiguration(accounts.isPresent(), provider, Duration.ofDays(auditDays), publicUrl);
    }
}
