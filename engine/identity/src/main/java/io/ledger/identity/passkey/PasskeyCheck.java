package io.ledger.identity.passkey;

import com.webauthn4j.WebAuthnManager;
import com.webauthn4j.converter.AttestedCredentialDataConverter;
import com.webauthn4j.converter.util.ObjectConverter;
import com.webauthn4j.credential.CredentialRecordImpl;
import com.webauthn4j.data.AuthenticationData;
import com.webauthn4j.data.AuthenticationParameters;
import com.webauthn4j.data.AuthenticationRequest;
import com.webauthn4j.data.PublicKeyCredentialParameters;
import com.webauthn4j.data.PublicKeyCredentialType;
import com.webauthn4j.data.RegistrationData;
import com.webauthn4j.data.RegistrationParameters;
import com.webauthn4j.data.RegistrationRequest;
import com.webauthn4j.data.attestation.statement.COSEAlgorithmIdentifier;
import com.webauthn4j.data.client.CollectedClientData;
import com.webauthn4j.data.client.Origin;
import com.webauthn4j.data.client.challenge.DefaultChallenge;
import com.webauthn4j.server.ServerProperty;
import com.webauthn4j.util.exception.WebAuthnException;
import com.webauthn4j.verifier.exception.BadChallengeException;
import com.webauthn4j.verifier.exception.BadOriginException;
import com.webauthn4j.verifier.exception.BadRpIdException;
import com.webauthn4j.verifier.exception.BadSignatureException;
import com.webauthn4j.verifier.exception.MaliciousCounterValueException;
import com.webauthn4j.verifier.exception.UserNotVerifiedException;
import io.ledger.identity.passkey.PasskeyChallenges.PasskeyUse;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * Judges what authenticators have made, by the rules of WebAuthn.
 *
 * <p>The authenticator always has to find out whose finger, face or PIN it is, as a passkey stands for a password and not
 * beside one. Which make it is of is not asked.
 */
final class PasskeyCheck {

    /** ES256, EdDSA and RS256: among them every authenticator has one. */
    static final List<COSEAlgorithmIdentifier> ALGORITHMS =
            List.of(COSEAlgorithmIdentifier.ES256, COSEAlgorithmIdentifier.EdDSA, COSEAlgorithmIdentifier.RS256);

    private static final List<PublicKeyCredentialParameters> PARAMETERS = ALGORITHMS.stream()
            .map(algorithm -> new PublicKeyCredentialParameters(PublicKeyCredentialType.PUBLIC_KEY, algorithm))
            .toList();

    private final ObjectConverter converter = new ObjectConverter();
    private final WebAuthnManager library = WebAuthnManager.createNonStrictWebAuthnManager(converter);
    private final AttestedCredentialDataConverter credentials = new AttestedCredentialDataConverter(converter);
    private final PasskeyChallenges challenges;

    PasskeyCheck(PasskeyChallenges challenges) {
        this.challenges = challenges;
    }

    /** What came of judging a passkey. */
    sealed interface PasskeyVerdict {

        /**
         * It is genuine.
         *
         * @param id of the passkey, in base64url
         * @param content what is to be stored now
         * @param challengeId of the challenge that it has signed, which must not be taken again
         */
        record GenuinePasskey(String id, PasskeyContent content, String challengeId) implements PasskeyVerdict {}

        /** It is not accepted. */
        record RefusedPasskey(PasskeyFault fault) implements PasskeyVerdict {}
    }

    /** What an authenticator has made for a new passkey. */
    @SuppressWarnings("ArrayRecordComponent") // It goes from hand to hand once.
    record NewPasskey(byte[] clientData, byte[] attestation) {}

    /** What an authenticator has signed. */
    @SuppressWarnings("ArrayRecordComponent") // It goes from hand to hand once.
    record SignedChallenge(byte[] credentialId, byte[] clientData, byte[] authenticatorData, byte[] signature) {}

    /**
     * Judges a new passkey.
     *
     * @param holder whom the challenge was given to
     */
    PasskeyVerdict added(NewPasskey made, PasskeySite site, String holder, Instant now) {
        try {
            var data = library.parse(new RegistrationRequest(made.attestation(), made.clientData()));
            var challenge = challenge(data.getCollectedClientData());
            var challengeId = challenges.idOf(challenge, PasskeyUse.ADDING, holder);
            if (challengeId.isEmpty()) {
                return new PasskeyVerdict.RefusedPasskey(PasskeyFault.CHALLENGE);
            }
            library.verify(data, new RegistrationParameters(property(site, challenge), PARAMETERS, true, true));
            return genuine(data, challengeId.get(), now);
        } catch (WebAuthnException | JacksonException | IllegalArgumentException refused) {
            return new PasskeyVerdict.RefusedPasskey(fault(refused));
        }
    }

    private PasskeyVerdict genuine(RegistrationData data, String challengeId, Instant now) {
        var attestation = data.getAttestationObject();
        var authenticator = attestation == null ? null : attestation.getAuthenticatorData();
        var credential = authenticator == null ? null : authenticator.getAttestedCredentialData();
        if (authenticator == null || credential == null) {
            return new PasskeyVerdict.RefusedPasskey(PasskeyFault.MALFORMED);
        }
        var content = new PasskeyContent(
                        text(credentials.convert(credential)),
                        authenticator.getSignCount(),
                        authenticator.isFlagBE(),
                        authenticator.isFlagBS(),
                        List.of())
                .used(authenticator.getSignCount(), authenticator.isFlagBS(), challengeId, now);
        return new PasskeyVerdict.GenuinePasskey(text(credential.getCredentialId()), content, challengeId);
    }

    /** The id of the challenge that was signed, if it is open and was given to this holder; nothing is judged beyond that. */
    Optional<String> openChallenge(SignedChallenge signed, String holder) {
        try {
            return challenges.idOf(challenge(parse(signed).getCollectedClientData()), PasskeyUse.SIGNING_IN, holder);
        } catch (WebAuthnException | JacksonException | IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /**
     * Judges whether a passkey has signed this.
     *
     * @param stored what is stored of the passkey
     * @param challengeId of the challenge, by {@link #openChallenge}
     */
    PasskeyVerdict signed(
            SignedChallenge signed, PasskeyContent stored, PasskeySite site, String challengeId, Instant now) {
        if (stored.hasSigned(challengeId)) {
            return new PasskeyVerdict.RefusedPasskey(PasskeyFault.CHALLENGE);
        }
        if (stored.isBusy(now)) {
            return new PasskeyVerdict.RefusedPasskey(PasskeyFault.BUSY);
        }
        try {
            var data = parse(signed);
            var property = property(site, challenge(data.getCollectedClientData()));
            library.verify(data, new AuthenticationParameters(property, record(stored), null, true, true));
            var authenticator = data.getAuthenticatorData();
            if (authenticator == null) {
                return new PasskeyVerdict.RefusedPasskey(PasskeyFault.MALFORMED);
            }
            return new PasskeyVerdict.GenuinePasskey(
                    text(signed.credentialId()),
                    stored.used(authenticator.getSignCount(), authenticator.isFlagBS(), challengeId, now),
                    challengeId);
        } catch (WebAuthnException | JacksonException | IllegalArgumentException refused) {
            return new PasskeyVerdict.RefusedPasskey(fault(refused));
        }
    }

    private AuthenticationData parse(SignedChallenge signed) {
        return library.parse(new AuthenticationRequest(
                signed.credentialId(), signed.authenticatorData(), signed.clientData(), signed.signature()));
    }

    private CredentialRecordImpl record(PasskeyContent stored) {
        return new CredentialRecordImpl(
                null,
                true,
                stored.isEligible(),
                stored.isBackedUp(),
                stored.count(),
                credentials.convert(Base64.getUrlDecoder().decode(stored.credential())),
                null,
                null,
                null,
                null);
    }

    private static ServerProperty property(PasskeySite site, byte[] challenge) {
        return ServerProperty.builder()
                .origin(new Origin(site.origin()))
                .rpId(site.id())
                .challenge(new DefaultChallenge(challenge))
                .build();
    }

    private static byte[] challenge(@Nullable CollectedClientData data) {
        if (data == null) {
            throw new IllegalArgumentException("There is no client data");
        }
        return data.getChallenge().getValue();
    }

    private static String text(byte[] octets) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
    }

    private static PasskeyFault fault(RuntimeException refused) {
        return switch (refused) {
            case BadChallengeException _ -> PasskeyFault.CHALLENGE;
            case BadOriginException _ -> PasskeyFault.ORIGIN;
            case BadRpIdException _ -> PasskeyFault.SITE;
            case UserNotVerifiedException _ -> PasskeyFault.USER_VERIFICATION;
            case BadSignatureException _ -> PasskeyFault.SIGNATURE;
            case MaliciousCounterValueException _ -> PasskeyFault.COUNTER;
            default -> PasskeyFault.MALFORMED;
        };
    }
}
