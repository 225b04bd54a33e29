package io.ledger.identity.oidc;

import io.ledger.identity.caller.ProviderFactory;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Which identity provider a ledger believes.
 *
 * @param clientSecret empty for a client that has none
 * @param roleClaim where tokens name roles: a claim, or names with dots between them
 * @param audience whom access tokens have to be for
 * @param publicUrl where people reach this ledger; empty where their requests say it
 */
public record OidcSettings(
        URI issuer,
        String clientId,
        Optional<String> clientSecret,
        String roleClaim,
        String audience,
        Optional<String> publicUrl) {

    private static final String ROLE_CLAIM = "roles";

    /** Leaves out the secret. */
    @Override
    public String toString() {
        return "OidcSettings[%s]".formatted(issuer);
    }

    /**
     * Reads the settings.
     *
     * @param value of a variable of the environment; empty where it is not set
     * @param faults gets a sentence for each value that cannot be used, without secrets
     * @return empty if no provider is named, or it cannot be used
     */
    public static Optional<OidcSettings> read(
            Function<String, Optional<String>> value, Optional<String> publicUrl, List<String> faults) {
        var issuer = value.apply("OIDC_ISSUER").map(String::strip);
        if (issuer.isEmpty()) {
            for (var name : List.of("OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET", "OIDC_ROLE_CLAIM", "OIDC_AUDIENCE")) {
                if (value.apply(name).isPresent()) {
                    faults.add(name + " is set without OIDC_ISSUER; set that to the URL of the identity provider, or"
                            + " neither");
                }
            }
            return Optional.empty();
        }
        var address = ProviderUrl.parse(issuer.get()).filter(it -> it.getRawQuery() == null);
        if (address.isEmpty()) {
            faults.add("OIDC_ISSUER must be the URL that the identity provider calls itself, such as"
                    + " https://login.example.org/realms/staff; plain http is taken for localhost alone");
        }
        var clientId = value.apply("OIDC_CLIENT_ID").map(String::strip);
        if (clientId.isEmpty()) {
            faults.add("OIDC_CLIENT_ID is not set; with OIDC_ISSUER it must be the id that the identity provider knows"
                    + " this ledger by");
        }
        var claim = value.apply("OIDC_ROLE_CLAIM").map(String::strip).orElse(ROLE_CLAIM);
        if (claim.startsWith(".") || claim.endsWith(".") || claim.contains("..")) {
            faults.add("OIDC_ROLE_CLAIM must be the name of a claim, or names with single dots between them, such as"
                    + " realm_access.roles");
        }
        return address.flatMap(url -> clientId.map(id -> new OidcSettings(
                url,
                id,
                value.apply("OIDC_CLIENT_SECRET"),
                claim,
                value.apply("OIDC_AUDIENCE").map(String::strip).orElse(id),
                publicUrl)));
    }

    /** What connects to the provider. */
    public ProviderFactory factory() {
        return needs -> new OidcProvider(this, needs);
    }
}
