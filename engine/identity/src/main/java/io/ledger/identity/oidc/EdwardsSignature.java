package io.ledger.identity.oidc;

import com.nimbusds.jose.jwk.OctetKeyPair;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;

/** Checks signatures by Ed25519 with what the JDK has. */
final class EdwardsSignature {

    /** What stands before the 32 octets of a public key in an X.509 SubjectPublicKeyInfo. */
    private static final byte[] PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

    private static final int KEY_BYTES = 32;

    private EdwardsSignature() {}

    /** Whether the owner of a key has signed a text. */
    static boolean isOf(OctetKeyPair key, byte[] text, byte[] signature) {
        var point = key.getDecodedX();
        if (point.length != KEY_BYTES) {
            return false;
        }
        var encoded = new byte[PREFIX.length + KEY_BYTES];
        System.arraycopy(PREFIX, 0, encoded, 0, PREFIX.length);
        System.arraycopy(point, 0, encoded, PREFIX.length, KEY_BYTES);
        try {
            var verifier = Signature.getInstance("Ed25519");
            verifier.initVerify(KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded)));
            verifier.update(text);
            return verifier.verify(signature);
        } catch (GeneralSecurityException _) {
            return false;
        }
    }
}
