package io.ledger.tool;

import io.ledger.core.Parsed;
import io.ledger.core.feed.EventImport;
import io.ledger.core.feed.StoredEvent;
import io.ledger.core.log.GlobalPosition;
import io.ledger.http.feed.CloudEventCodec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Exported events, read page by page; whatever is wrong with one is told with its line. */
final class EventFile implements AutoCloseable {

    /** What the columns of the log can hold. */
    private static final Pattern ID = Pattern.compile("[\\x20-\\x7e]{0,36}");

    private static final Pattern TYPE = Pattern.compile("[\\x20-\\x7e]{1,100}");

    /** More than MariaDB takes for an event. */
    private static final int LINE_BYTES = 16 * 1024 * 1024;

    private static final int BUFFER_BYTES = 64 * 1024;

    private final String name;
    private final InputStream input;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int next;
    private int filled;
    private long bytes;
    private GlobalPosition last = GlobalPosition.START;
    private long line;

    private EventFile(String name, InputStream input) {
        this.name = name;
        this.input = input;
    }

    /** @param name what the file is called in messages */
    static EventFile open(Path file, String name) {
        try {
            return new EventFile(name, Files.newInputStream(file));
        } catch (NoSuchFileException _) {
            throw new IllegalStateException("there is no file " + name);
        } catch (IOException failure) {
            throw new IllegalStateException(name + " cannot be read: " + failure, failure);
        }
    }

    /** The next events, none at the end. */
    List<StoredEvent> page() {
        var events = new ArrayList<StoredEvent>();
        while (events.size() < EventImport.MAX_PAGE) {
            var event = next();
            if (event.isEmpty()) {
                break;
            }
            events.add(event.get());
        }
        return events;
    }

    /** How much of the file was read. */
    long bytes() {
        return bytes;
    }

    /**
     * Reads to the end and refuses an event that claims what one before it has.
     *
     * @param suspects the fingerprints of what may be claimed twice
     */
    void refuseRepeats(Set<Long> suspects) {
        var owners = new HashMap<String, Long>();
        for (var event = next(); event.isPresent(); event = next()) {
            for (var claim : DuplicateIdFilter.of(event.get())) {
                if (suspects.contains(DuplicateIdFilter.fingerprint(claim))) {
                    var owner = owners.putIfAbsent(claim, line);
                    if (owner != null) {
                        throw fault(line, "line %d has %s already".formatted(owner, claim));
                    }
                }
            }
        }
    }

    private Optional<StoredEvent> next() {
        for (var text = line(); text.isPresent(); text = line()) {
            if (!text.get().isBlank()) {
                return Optional.of(event(text.get()));
            }
        }
        return Optional.empty();
    }

    /** Each line is decoded for itself, so that what is no UTF-8 is found in the line that has it. */
    private Optional<String> line() {
        try {
            var octets = octets();
            if (octets.isEmpty()) {
                return Optional.empty();
            }
            line++;
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(octets.get()))
                    .toString());
        } catch (CharacterCodingException _) {
            throw fault(line, "this is no UTF-8");
        } catch (IOException failure) {
            throw new IllegalStateException(name + " cannot be read: " + failure, failure);
        }
    }

    /** The octets up to the next line feed, or to the end. */
    private Optional<byte[]> octets() throws IOException {
        var collected = new ByteArrayOutputStream();
        while (true) {
            if (next == filled) {
                filled = input.read(buffer);
                next = 0;
                if (filled < 0) {
                    filled = 0;
                    return collected.size() == 0 ? Optional.empty() : Optional.of(collected.toByteArray());
                }
            }
            var end = next;
            while (end < filled && buffer[end] != '\n') {
                end++;
            }
            if (collected.size() + end - next > LINE_BYTES) {
                throw fault(line + 1, "the line is longer than %d octets".formatted(LINE_BYTES));
            }
            collected.write(buffer, next, end - next);
            var isWhole = end < filled;
            bytes += end - next + (isWhole ? 1 : 0);
            next = isWhole ? end + 1 : end;
            if (isWhole) {
                return Optional.of(collected.toByteArray());
            }
        }
    }

    private StoredEvent event(String text) {
        return switch (CloudEventCodec.decode(text)) {
            case Parsed.Invalid<StoredEvent>(var reason) -> throw fault(line, reason);
            case Parsed.Valid<StoredEvent>(var event) -> {
                if (!last.isBefore(event.position())) {
                    throw fault(line, "position %s does not come after %s".formatted(event.position(), last));
                }
                if (!ID.matcher(event.eventId()).matches()
                        || !ID.matcher(event.streamId()).matches()
                        || !TYPE.matcher(event.eventType()).matches()) {
                    throw fault(line, "id, subject or type is longer than an event can have, or not in ASCII");
                }
                last = event.position();
                yield event;
            }
        };
    }

    private IllegalStateException fault(long at, String reason) {
        return new IllegalStateException("line %d of %s: %s; nothing was recorded".formatted(at, name, reason));
    }

    @Override
    public void close() {
        try {
            input.close();
        } catch (IOException failure) {
            throw new IllegalStateException(name + " cannot be closed: " + failure, failure);
        }
    }
}
