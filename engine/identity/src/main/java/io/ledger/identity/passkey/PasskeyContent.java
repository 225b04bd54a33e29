package io.ledger.identity.passkey;

import io.ledger.identity.IdentityLimits;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What is stored of a passkey.
 *
 * <p>The challenges make each good for once, at all servers: the next content of a passkey is written only over the one that
 * was judged.
 *
 * @param credential the id and the public key, as authenticators write them, in base64url
 * @param count how often it has signed, as far as it tells: 0 if it does not count
 * @param isEligible whether it may be copied to other devices of its owner
 * @param isBackedUp whether it was
 * @param challenges ids of those that it has signed lately
 */
record PasskeyContent(String credential, long count, boolean isEligible, boolean isBackedUp, List<String> challenges) {

    private static final String FORM = "p1";

    PasskeyContent {
        challenges = List.copyOf(challenges);
    }

    /** The content of this text. */
    static PasskeyContent parse(String text) {
        var parts = text.split(" ", -1);
        if (parts.length != 5 || !parts[0].equals(FORM)) {
            throw new IllegalStateException("A passkey is stored in a form that this version does not know");
        }
        return new PasskeyContent(
                parts[1],
                Long.parseLong(parts[2]),
                parts[3].contains("e"),
                parts[3].contains("b"),
                parts[4].isEmpty() ? List.of() : List.of(parts[4].split(",", -1)));
    }

    /** What is stored. */
    String text() {
        var flags = (isEligible ? "e" : "") + (isBackedUp ? "b" : "");
        return String.join(" ", FORM, credential, String.valueOf(count), flags, String.join(",", challenges));
    }

    /** Whether it has signed this challenge before. */
    boolean hasSigned(String challengeId) {
        return challenges.contains(challengeId);
    }

    /** Whether it has signed as many challenges as are remembered. */
    boolean isBusy(Instant now) {
        return rememberedAt(now).size() >= IdentityLimits.CHALLENGES_REMEMBERED;
    }

    /** The content after a use. */
    PasskeyContent used(long newCount, boolean isBackedUpNow, String challengeId, Instant now) {
        var kept = new ArrayList<>(rememberedAt(now));
        kept.add(challengeId);
        return new PasskeyContent(credential, newCount, isEligible, isBackedUpNow, kept);
    }

    /** Those that a server might still take whose clock is behind. */
    private List<String> rememberedAt(Instant now) {
        var oldest = now.minus(IdentityLimits.CHALLENGE_LIFE).minus(IdentityLimits.CHALLENGE_SKEW);
        return challenges.stream()
                .filter(it -> PasskeyChallenges.madeAt(it).isAfter(oldest))
                .toList();
    }
}
