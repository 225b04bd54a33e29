package io.ledger.identity.passkey;

import com.webauthn4j.converter.AttestedCredentialDataConverter;
import com.webauthn4j.converter.util.ObjectConverter;
import com.webauthn4j.data.attestation.authenticator.AAGUID;
import com.webauthn4j.data.attestation.authenticator.AttestedCredentialData;
import com.webauthn4j.data.attestation.authenticator.EC2COSEKey;
import com.webauthn4j.data.attestation.statement.COSEAlgorithmIdentifier;
import io.ledger.identity.Secrets;
import io.ledger.identity.passkey.PasskeyCheck.NewPasskey;
import io.ledger.identity.passkey.PasskeyCheck.SignedChallenge;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/** An authenticator and its browser, with one passkey, that does what it is told: also what a real one never does. */
final class SoftwareAuthenticator {

    private static final int USER_PRESENT = 0x01;
    private static final int USER_VERIFIED = 0x04;
    private static final int CREDENTIAL_INCLUDED = 0x40;

    private final ObjectConverter converter = new ObjectConverter();
    private final KeyPair keys = keys();
    private final byte[] id = Secrets.bytes(16);

    String origin = "https://ledger.example.org";
    String site = "ledger.example.org";
    boolean verifiesUsers = true;
    long count;

    private static KeyPair keys() {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** What it makes for a new passkey. */
    NewPasskey make(byte[] challenge) {
        var credential = new AttestedCredentialData(
                AAGUID.ZERO, id, EC2COSEKey.create((ECPublicKey) keys.getPublic(), COSEAlgorithmIdentifier.ES256));
        var attested = new AttestedCredentialDataConverter(converter).convert(credential);
        var attestation = new LinkedHashMap<String, Object>();
        attestation.put("fmt", "none");
        attestation.put("attStmt", Map.of());
        attestation.put("authData", data(CREDENTIAL_INCLUDED, attested));
        return new NewPasskey(
                clientData("webauthn.create", challenge),
                converter.getCborMapper().writeValueAsBytes(attestation));
    }

    /** What it signs; it counts by one. */
    SignedChallenge sign(byte[] challenge) {
        count++;
        var clientData = clientData("webauthn.get", challenge);
        var data = data(0, new byte[0]);
        return new SignedChallenge(id, clientData, data, signature(data, clientData));
    }

    private byte[] data(int flags, byte[] attested) {
        return ByteBuffer.allocate(37 + attested.length)
                .put(hash(site.getBytes(StandardCharsets.UTF_8)))
                .put((byte) (flags | USER_PRESENT | (verifiesUsers ? USER_VERIFIED : 0)))
                .putInt((int) count)
                .put(attested)
                .array();
    }

    private byte[] clientData(String type, byte[] challenge) {
        return "{\"type\":\"%s\",\"challenge\":\"%s\",\"origin\":\"%s\",\"crossOrigin\":false}"
                .formatted(type, text(challenge), origin)
                .getBytes(StandardCharsets.UTF_8);
    }

    private byte[] signature(byte[] data, byte[] clientData) {
        try {
            var signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(keys.getPrivate());
            signature.update(data);
            signature.update(hash(clientData));
            return signature.sign();
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static byte[] hash(byte[] octets) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(octets);
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError(impossible);
        }
    }

    static String text(byte[] octets) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
    }
}
