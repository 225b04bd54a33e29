package io.ledger.identity.passkey;

import io.ledger.identity.BodyFields;
import java.util.Base64;

/** Fields of a body that are octets, in base64url as WebAuthn writes them. */
final class PasskeyFields {

    private PasskeyFields() {}

    /** The octets of a field that has to be there; none where there is a fault. */
    static byte[] octets(BodyFields body, String field) {
        var text = body.text(field);
        try {
            return Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException _) {
            body.fault(field, "must be octets in base64url, without blanks");
            return new byte[0];
        }
    }
}
