package io.ledger.identity.oidc;

import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * What an identity provider says of itself.
 *
 * @param keys where its keys are
 * @param signIn where a browser is sent to sign in
 * @param tokens where a code is changed for tokens
 * @param signOut where a browser is sent to sign out
 * @param namesItself whether it names its issuer when it sends a browser back
 * @param takesBasic whether a client may show its secret in the header
 */
record ProviderDescription(
        URI keys, URI signIn, URI tokens, Optional<URI> signOut, boolean namesItself, boolean takesBasic) {

    /** Where a provider describes itself. */
    static URI placeOf(URI issuer) {
        return URI.create(issuer.toString().replaceAll("/$", "") + "/.well-known/openid-configuration");
    }

    /** Reads a description, which has to be that of the issuer. */
    static ProviderDescription parse(String json, URI issuer) throws ProviderUnavailableException {
        try {
            var metadata = OIDCProviderMetadata.parse(json);
            if (!issuer.toString().equals(metadata.getIssuer().getValue())) {
                throw new ProviderUnavailableException(
                        "it describes itself as another issuer; set OIDC_ISSUER to exactly what it calls itself");
            }
            var methods =
                    Optional.ofNullable(metadata.getTokenEndpointAuthMethods()).orElse(List.of());
            return new ProviderDescription(
                    safe("jwks_uri", metadata.getJWKSetURI()),
                    safe("authorization_endpoint", metadata.getAuthorizationEndpointURI()),
                    safe("token_endpoint", metadata.getTokenEndpointURI()),
                    Optional.ofNullable(metadata.getEndSessionEndpointURI())
                            .flatMap(it -> ProviderUrl.parse(it.toString())),
                    metadata.supportsAuthorizationResponseIssuerParam(),
                    methods.isEmpty() || methods.contains(ClientAuthenticationMethod.CLIENT_SECRET_BASIC));
        } catch (ParseException unreadable) {
            throw new ProviderUnavailableException("its description of itself cannot be read", unreadable);
        }
    }

    private static URI safe(String name, URI address) throws ProviderUnavailableException {
        return Optional.ofNullable(address)
                .flatMap(it -> ProviderUrl.parse(it.toString()))
                .orElseThrow(() -> new ProviderUnavailableException(
                        "its %s is missing, or neither HTTPS nor on this machine".formatted(name)));
    }
}
