package io.ledger.http.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Notes in memory, in place of what a server keeps. */
public final class Notes {

    private final Map<String, Note> notes = new ConcurrentHashMap<>();
    private final List<String> order = new ArrayList<>();
    private final AtomicInteger changes = new AtomicInteger();
    private volatile Runnable beforeWrite = () -> {};
    private volatile @Nullable RuntimeException failure;

    /** One of them. */
    record Note(String id, String text, long size, int version) {}

    /** Runs before each change, on the thread of the request. */
    public void beforeWrite(Runnable action) {
        beforeWrite = action;
    }

    /** From now on every read ends with this. */
    public void fail(RuntimeException with) {
        failure = with;
    }

    /** How often something was changed. */
    public int changes() {
        return changes.get();
    }

    Note add(String text, long size) {
        beforeWrite.run();
        var note = new Note(UUID.randomUUID().toString(), text, size, 1);
        synchronized (order) {
            order.add(note.id());
            notes.put(note.id(), note);
        }
        changes.incrementAndGet();
        return note;
    }

    Note resize(Note note, long size) {
        var changed = new Note(note.id(), note.text(), size, note.version() + 1);
        notes.put(note.id(), changed);
        changes.incrementAndGet();
        return changed;
    }

    void remove(Note note) {
        synchronized (order) {
            order.remove(note.id());
            notes.remove(note.id());
        }
        changes.incrementAndGet();
    }

    Optional<Note> find(String id) {
        return Optional.ofNullable(notes.get(id));
    }

    List<Note> page(int after, int limit) {
        var thrown = failure;
        if (thrown != null) {
            throw thrown;
        }
        synchronized (order) {
            return order.stream().skip(after).limit(limit).map(notes::get).toList();
        }
    }
}
