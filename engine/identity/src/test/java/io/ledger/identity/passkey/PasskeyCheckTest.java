package io.ledger.identity.passkey;

import static org.assertj.core.api.Assertions.assertThat;

import io.ledger.identity.IdentityLimits;
import io.ledger.identity.oidc.SettableClock;
import io.ledger.identity.passkey.PasskeyChallenges.PasskeyUse;
import io.ledger.identity.passkey.PasskeyCheck.NewPasskey;
import io.ledger.identity.passkey.PasskeyCheck.PasskeyVerdict;
import io.ledger.identity.passkey.PasskeyCheck.SignedChallenge;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What passkeys make and sign is judged by the rules, whatever an authenticator does. */
class PasskeyCheckTest {

    private static final PasskeySite SITE =
            PasskeySite.at("https://ledger.example.org/ledger").orElseThrow();

    private static final String HOLDER = "somebody";

    private final SettableClock clock = new SettableClock();
    private final PasskeyChallenges challenges = new PasskeyChallenges(new byte[32], clock);
    private final PasskeyCheck check = new PasskeyCheck(challenges);
    private final SoftwareAuthenticator authenticator = new SoftwareAuthenticator();

    private PasskeyVerdict added(NewPasskey made) {
        return check.added(made, SITE, HOLDER, clock.instant());
    }

    private PasskeyContent stored() {
        var verdict = added(authenticator.make(challenges.next(PasskeyUse.ADDING, HOLDER)));
        assertThat(verdict).isInstanceOf(PasskeyVerdict.GenuinePasskey.class);
        return ((PasskeyVerdict.GenuinePasskey) verdict).content();
    }

    private PasskeyVerdict signed(SignedChallenge signed, PasskeyContent stored) {
        return check.openChallenge(signed, HOLDER)
                .map(id -> check.signed(signed, stored, SITE, id, clock.instant()))
                .orElseGet(() -> refused(PasskeyFault.CHALLENGE));
    }

    private SignedChallenge signature() {
        return authenticator.sign(challenges.next(PasskeyUse.SIGNING_IN, HOLDER));
    }

    private static PasskeyVerdict refused(PasskeyFault fault) {
        return new PasskeyVerdict.RefusedPasskey(fault);
    }

    private static PasskeyContent content(PasskeyVerdict verdict) {
        assertThat(verdict).isInstanceOf(PasskeyVerdict.GenuinePasskey.class);
        return ((PasskeyVerdict.GenuinePasskey) verdict).content();
    }

    @Test
    void aPasskeyIsAddedAndSignsAgainAndAgain() {
        var stored = stored();
        for (var i = 0; i < 3; i++) {
            stored = content(signed(signature(), PasskeyContent.parse(stored.text())));
        }
        assertThat(stored.count()).isEqualTo(3);
        assertThat(stored.challenges()).hasSize(4);
    }

    @Test
    void anAuthenticatorThatDoesNotCountIsAccepted() {
        var stored = stored();
        authenticator.count = -1;
        stored = content(signed(signature(), stored));
        authenticator.count = -1;
        assertThat(content(signed(signature(), stored)).count()).isZero();
    }

    @Test
    void aCounterThatDoesNotGoForwardIsRefused() {
        var added = stored();
        var stored = content(signed(signature(), added));
        authenticator.count = 0;
        assertThat(signed(signature(), stored)).isEqualTo(refused(PasskeyFault.COUNTER));
        authenticator.count = -1;
        assertThat(signed(signature(), stored)).isEqualTo(refused(PasskeyFault.COUNTER));
        authenticator.count = 7;
        assertThat(content(signed(signature(), stored)).count()).isEqualTo(8);
    }

    @Test
    void aPageOfAnotherOriginIsRefused() {
        var stored = stored();
        for (var origin : List.of(
                "https://ledger.example.org.evil.example",
                "http://ledger.example.org",
                "https://ledger.example.org:8443",
                "https://other.example.org")) {
            authenticator.origin = origin;
            assertThat(signed(signature(), stored)).isEqualTo(refused(PasskeyFault.ORIGIN));
            assertThat(added(authenticator.make(challenges.next(PasskeyUse.ADDING, HOLDER))))
                    .isEqualTo(refused(PasskeyFault.ORIGIN));
        }
    }

    @Test
    void whatIsSignedForAnotherSiteIsRefused() {
        var stored = stored();
        authenticator.site = "example.org";
        assertThat(signed(signature(), stored)).isEqualTo(refused(PasskeyFault.SITE));
        assertThat(added(authenticator.make(challenges.next(PasskeyUse.ADDING, HOLDER))))
                .isEqualTo(refused(PasskeyFault.SITE));
    }

    @Test
    void theUserHasToBeVerified() {
        var stored = stored();
        authenticator.verifiesUsers = false;
        assertThat(signed(signature(), stored)).isEqualTo(refused(PasskeyFault.USER_VERIFICATION));
        assertThat(added(authenticator.make(challenges.next(PasskeyUse.ADDING, HOLDER))))
                .isEqualTo(refused(PasskeyFault.USER_VERIFICATION));
    }

    @Test
    void aChallengeIsGoodOnce() {
        var added = stored();
        var signature = signature();
        var stored = content(signed(signature, added));
        assertThat(signed(signature, stored)).isEqualTo(refused(PasskeyFault.CHALLENGE));
        // An authenticator that does not count signs the same challenge anew, and that is no better.
        var challenge = challenges.next(PasskeyUse.SIGNING_IN, HOLDER);
        stored = content(signed(authenticator.sign(challenge), stored));
        assertThat(signed(authenticator.sign(challenge), stored)).isEqualTo(refused(PasskeyFault.CHALLENGE));
    }

    @Test
    void aChallengeIsForOneHolderOneUseAndOneLedger() {
        var stored = stored();
        var others = new PasskeyChallenges(new byte[] {1}, clock);
        for (var challenge : List.of(
                challenges.next(PasskeyUse.SIGNING_IN, "somebody else"),
                challenges.next(PasskeyUse.ADDING, HOLDER),
                others.next(PasskeyUse.SIGNING_IN, HOLDER),
                new byte[56],
                new byte[0])) {
            assertThat(signed(authenticator.sign(challenge), stored)).isEqualTo(refused(PasskeyFault.CHALLENGE));
        }
        for (var challenge : List.of(
                challenges.next(PasskeyUse.ADDING, "somebody else"),
                challenges.next(PasskeyUse.SIGNING_IN, HOLDER),
                others.next(PasskeyUse.ADDING, HOLDER))) {
            assertThat(added(authenticator.make(challenge))).isEqualTo(refused(PasskeyFault.CHALLENGE));
        }
        var another = new PasskeyCheck(new PasskeyChallenges(new byte[32], clock));
        assertThat(another.openChallenge(signature(), HOLDER))
                .as("another server of the ledger takes it")
                .isPresent();
    }

    @Test
    void aChallengeIsGoodForAFewMinutes() {
        var stored = stored();
        var early = challenges.next(PasskeyUse.SIGNING_IN, HOLDER);
        clock.pass(IdentityLimits.CHALLENGE_LIFE.minusMillis(1));
        assertThat(signed(authenticator.sign(early), stored)).isInstanceOf(PasskeyVerdict.GenuinePasskey.class);
        clock.pass(Duration.ofMillis(1));
        assertThat(signed(authenticator.sign(early), stored)).isEqualTo(refused(PasskeyFault.CHALLENGE));
    }

    @Test
    void theClocksOfTwoServersMayDifferALittle() {
        var ahead = new SettableClock();
        ahead.pass(Duration.between(ahead.instant(), clock.instant()).plus(IdentityLimits.CHALLENGE_SKEW));
        var stored = stored();
        var challenge = new PasskeyChallenges(new byte[32], ahead).next(PasskeyUse.SIGNING_IN, HOLDER);
        assertThat(signed(authenticator.sign(challenge), stored)).isInstanceOf(PasskeyVerdict.GenuinePasskey.class);
        ahead.pass(Duration.ofMillis(2));
        var tooFar = new PasskeyChallenges(new byte[32], ahead).next(PasskeyUse.SIGNING_IN, HOLDER);
        assertThat(signed(authenticator.sign(tooFar), stored)).isEqualTo(refused(PasskeyFault.CHALLENGE));
    }

    @Test
    void whatAPasskeyRemembersIsBounded() {
        var stored = stored();
        for (var i = 1; i < IdentityLimits.CHALLENGES_REMEMBERED; i++) {
            stored = content(signed(signature(), stored));
        }
        assertThat(signed(signature(), stored)).isEqualTo(refused(PasskeyFault.BUSY));
        assertThat(stored.text().length()).isLessThan(4_096);
        clock.pass(IdentityLimits.CHALLENGE_LIFE.plus(IdentityLimits.CHALLENGE_SKEW));
        assertThat(content(signed(signature(), stored)).challenges()).hasSize(1);
    }

    @Test
    void theSignatureOfAnotherKeyIsRefused() {
        var stored = stored();
        var other = new SoftwareAuthenticator();
        assertThat(signed(other.sign(challenges.next(PasskeyUse.SIGNING_IN, HOLDER)), stored))
                .isEqualTo(refused(PasskeyFault.SIGNATURE));
    }

    /** Whatever is sent, it is refused and breaks nothing. */
    @Test
    void whatIsChangedOnTheWayIsRefused() {
        var stored = stored();
        var random = new Random(42);
        for (var i = 0; i < 2_000; i++) {
            var it = signature();
            var part = random.nextInt(3);
            var changed = new SignedChallenge(
                    it.credentialId(),
                    part == 0 ? broken(it.clientData(), random) : it.clientData(),
                    part == 1 ? broken(it.authenticatorData(), random) : it.authenticatorData(),
                    part == 2 ? broken(it.signature(), random) : it.signature());
            assertThat(signed(changed, stored)).isInstanceOf(PasskeyVerdict.RefusedPasskey.class);
        }
    }

    @Test
    void whatIsNoPasskeyIsNotAddedAndBreaksNothing() {
        var random = new Random(42);
        for (var i = 0; i < 2_000; i++) {
            var made = authenticator.make(challenges.next(PasskeyUse.ADDING, HOLDER));
            // Nobody has signed it, so a changed letter may still be good.
            assertThat(added(new NewPasskey(made.clientData(), broken(made.attestation(), random))))
                    .isNotNull();
            assertThat(added(new NewPasskey(broken(made.clientData(), random), made.attestation())))
                    .isNotNull();
        }
    }

    private static byte[] broken(byte[] octets, Random random) {
        var at = random.nextInt(octets.length);
        if (random.nextInt(4) == 0) {
            return Arrays.copyOf(octets, at);
        }
        var changed = octets.clone();
        changed[at] ^= (byte) (1 + random.nextInt(255));
        return changed;
    }
}
