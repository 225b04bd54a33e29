package io.circleledger.command;

import io.ledger.core.stream.StreamId;
import io.circleledger.domain.circle.Capacity;
import io.circleledger.domain.circle.CircleCommand;
import io.circleledger.domain.circle.CircleCommand.CreateCircle;
import io.circleledger.domain.circle.CircleCommand.DissolveCircle;
import io.circleledger.domain.circle.CircleCommand.UpdateCircle;
import io.circleledger.domain.circle.CircleName;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The fingerprint that tells a request from every other one under the same idempotency key.
 *
 * <p>It is the SHA-256 of a text with one line per field, and it is stored for a day, also by the version before this
 * one. So each text here is a contract: every word is spelled out and none comes from a class, and a request that
 * could be sent yesterday has the text today that it had then. A field that was added later is a line of its own, {@code
 * "reason=" + value}, and only where it is present. No value holds a line break.
 *
 * <p>Left out is what differs when the same request is sent again, or says who sends it: the id of a new circle, and
 * what is known of the caller.
 */
final class RequestFingerprint {

    /** Stands for an optional field that is absent; no name can be this. */
    private static final String ABSENT = "\t";

    private RequestFingerprint() {}

    static String of(CircleCommand command, Precondition precondition, Request request) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            var text = text(command, precondition, request);
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java has SHA-256", impossible);
        }
    }

    static String text(CircleCommand command, Precondition precondition, Request request) {
        var reason = request.metadata().reason();
        return text(command, precondition) + (reason.isEmpty() ? "" : "reason=" + reason + "\n");
    }

    private static String text(CircleCommand command, Precondition precondition) {
        return switch (command) {
            case CreateCircle create -> "CreateCircle\n" + text(create.name()) + "\n" + text(create.capacity()) + "\n";
            case UpdateCircle update ->
                "UpdateCircle\n" + text(update.circleId()) + "\n" + precondition.text() + "\n"
                        + update.name().map(RequestFingerprint::text).orElse(ABSENT) + "\n"
                        + update.capacity().map(RequestFingerprint::text).orElse(ABSENT) + "\n";
            case DissolveCircle dissolve ->
                "DissolveCircle\n" + text(dissolve.circleId()) + "\n" + precondition.text() + "\n\n";
        };
    }

    private static String text(StreamId id) {
        return id.id();
    }

    private static String text(CircleName name) {
        return name.value();
    }

    private static String text(Capacity capacity) {
        return "Capacity[value=" + capacity.value() + "]";
    }
}
