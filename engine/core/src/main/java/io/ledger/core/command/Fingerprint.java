package io.ledger.core.command;

import io.ledger.core.Sha256;
import io.ledger.core.StreamId;

/**
 * The text by which requests under the same idempotency key are compared.
 *
 * <p>Its SHA-256 is stored for a day, and read by later versions of the program. So each text is a contract: every word
 * is spelled out and none comes from a class name, and a later version makes the same text for the same request. A
 * field that is added later is a line of its own, {@code name=value}, and only where it is present. No value holds a
 * line break.
 *
 * <p>The text leaves out what differs when the same request is sent again, such as the id of a new stream, and
 * everything about the caller.
 *
 * @param <C> commands
 */
@FunctionalInterface
public interface Fingerprint<C> {

    /** One line for each field, ended by a line break. */
    String text(StreamId stream, C command, Precondition precondition);

    /** The fingerprint: 64 hexadecimal digits. */
    default String of(StreamId stream, C command, Precondition precondition, Request request) {
        var reason = request.metadata().reason();
        var text = text(stream, command, precondition) + (reason.isEmpty() ? "" : "reason=" + reason + "\n");
        return Sha256.hex(text);
    }
}
