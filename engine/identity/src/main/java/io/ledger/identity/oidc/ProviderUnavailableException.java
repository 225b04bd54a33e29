package io.ledger.identity.oidc;

/** Says that the identity provider did not give a usable answer; the message is a short phrase without secrets. */
final class ProviderUnavailableException extends Exception {

    private static final long serialVersionUID = 1L;

    ProviderUnavailableException(String reason) {
        super(reason);
    }

    ProviderUnavailableException(String reason, Throwable cause) {
        super(reason, cause);
    }
}
