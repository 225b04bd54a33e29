package io.circleledger.main;

import io.circleledger.api.CloudEventCodec;
import io.circleledger.domain.circle.Parsed;
import io.circleledger.domain.eventstore.GlobalPosition;
import io.circleledger.domain.feed.EventImport;
import io.circleledger.domain.feed.StoredEvent;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Exported events, read page by page; whatever is wrong with one is told with its line. */
final class EventFile implements AutoCloseable {

    /** What the columns of the log can hold. */
    private static final Pattern ID = Pattern.compile("[\\x20-\\x7e]{1,36}");

    private static final Pattern TYPE = Pattern.compile("[\\x20-\\x7e]{1,100}");

    private final String name;
    private final BufferedReader lines;
    private GlobalPosition last = GlobalPosition.START;
    private long line;

    private EventFile(String name, BufferedReader lines) {
        this.name = name;
        this.lines = lines;
    }

    /** @param name what the file is called in messages */
    static EventFile open(Path file, String name) {
        try {
            return new EventFile(name, Files.newBufferedReader(file));
        } catch (NoSuchFileException _) {
            throw new IllegalStateException("there is no file " + name);
        } catch (IOException failure) {
            throw new IllegalStateException(name + " cannot be read: " + failure, failure);
        }
    }

    /** The next events, none at the end. */
    List<StoredEvent> page() {
        var events = new ArrayList<StoredEvent>();
        try {
            while (events.size() < EventImport.MAX_PAGE) {
                var text = lines.readLine();
                if (text == null) {
                    break;
                }
                line++;
                if (!text.isBlank()) {
                    events.add(event(text));
                }
            }
        } catch (CharacterCodingException _) {
            throw fault(line + 1, "this is no UTF-8");
        } catch (IOException failure) {
            throw new IllegalStateException(name + " cannot be read: " + failure, failure);
        }
        return events;
    }

    private StoredEvent event(String text) {
        return switch (CloudEventCodec.decode(text)) {
            case Parsed.Invalid<StoredEvent>(var reason) -> throw fault(line, reason);
            case Parsed.Valid<StoredEvent>(var event) -> {
                if (!last.isBefore(event.position())) {
                    throw fault(line, "position %s does not come after %s".formatted(event.position(), last));
                }
                if (!ID.matcher(event.eventId()).matches()
                        || !ID.matcher(event.circleId()).matches()
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
            lines.close();
        } catch (IOException failure) {
            throw new IllegalStateException(name + " cannot be closed: " + failure, failure);
        }
    }
}
