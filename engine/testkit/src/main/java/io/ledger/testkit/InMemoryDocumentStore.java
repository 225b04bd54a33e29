package io.ledger.testkit;

import io.ledger.core.StreamId;
import io.ledger.core.document.Checkpoint;
import io.ledger.core.document.Document;
import io.ledger.core.document.DocumentChange;
import io.ledger.core.document.DocumentEntry;
import io.ledger.core.document.DocumentEntry.FoundDocument;
import io.ledger.core.document.DocumentReader;
import io.ledger.core.document.DocumentScan;
import io.ledger.core.document.DocumentStore;
import io.ledger.core.document.ParkedStream;
import io.ledger.core.log.Complete;
import io.ledger.core.log.GlobalPosition;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A whole read model of one category in maps, as its projection, its queries and its checks see it. */
public final class InMemoryDocumentStore<V extends Document>
        implements DocumentStore<V>, DocumentReader<V>, DocumentScan<V> {

    /** How many ids one page of a scan has: few, so that whoever scans meets several pages. */
    private static final int SCAN = 10;

    private final String category;
    private final Map<String, V> documents = new HashMap<>();
    private final Map<String, GlobalPosition> list = new HashMap<>();
    private final Map<String, ParkedStream> parked = new LinkedHashMap<>();
    private Optional<Checkpoint> checkpoint = Optional.empty();

    /** Without a checkpoint, as a store is that nobody has used. */
    public InMemoryDocumentStore(String category) {
        this.category = category;
    }

    @Override
    public synchronized Optional<Checkpoint> checkpoint() {
        return checkpoint;
    }

    @Override
    public synchronized Map<StreamId, V> documents(Checkpoint of, Collection<StreamId> ids) {
        return ids.stream()
                .filter(id -> documents.containsKey(id.id()))
                .distinct()
                .collect(Collectors.toMap(Function.identity(), id -> documents.get(id.id())));
    }

    @Override
    public synchronized List<ParkedStream> parked() {
        return parked.values().stream()
                .sorted(Comparator.comparing(ParkedStream::since))
                .limit(MAX_PARKED)
                .toList();
    }

    @Override
    public synchronized boolean apply(Checkpoint from, List<DocumentChange<V>> changes, Checkpoint to) {
        if (!checkpoint.equals(Optional.of(from))) {
            return false;
        }
        for (var change : changes) {
            switch (change) {
                case DocumentChange.Put<V>(var document, var createdAt) -> put(document, createdAt);
                case DocumentChange.Remove<V>(var id) -> {
                    remove(id);
                    parked.remove(id);
                }
                case DocumentChange.Park<V>(var stream) -> {
                    remove(stream.streamId());
                    parked.putIfAbsent(stream.streamId(), stream);
                }
            }
        }
        checkpoint = Optional.of(to);
        return true;
    }

    private void put(V document, Optional<GlobalPosition> createdAt) {
        documents.merge(
                document.id(), document, (before, after) -> before.version() < after.version() ? after : before);
        createdAt.ifPresent(place -> list.put(document.id(), place));
        parked.remove(document.id());
    }

    private void remove(String id) {
        documents.remove(id);
        list.remove(id);
    }

    @Override
    public synchronized boolean reset(Optional<Checkpoint> observed) {
        if (!checkpoint.equals(observed)) {
            return false;
        }
        documents.clear();
        list.clear();
        parked.clear();
        checkpoint = Optional.of(Checkpoint.START);
        return true;
    }

    @Override
    public synchronized Complete<Optional<V>> find(StreamId id) {
        return new Complete<>(position(), Optional.ofNullable(documents.get(id.id())));
    }

    @Override
    public synchronized DocumentReader.Page<V> page(GlobalPosition createdAfter, int limit) {
        if (limit < 1 || limit > MAX_PAGE) {
            throw new IllegalArgumentException("A page of a list has 1 to " + MAX_PAGE);
        }
        var following = list.entrySet().stream()
                .filter(entry -> createdAfter.isBefore(entry.getValue()))
                .sorted(Map.Entry.comparingByValue())
                .toList();
        var listed = following.stream()
                .limit(limit)
                .map(entry -> new Listed<>(
                        entry.getValue(),
                        new StreamId(category, entry.getKey()),
                        Optional.ofNullable(documents.get(entry.getKey()))))
                .toList();
        return new DocumentReader.Page<>(position(), listed, following.size() > limit, list.size());
    }

    @Override
    public synchronized Ids ids(Part part, Optional<String> cursor) {
        var all = switch (part) {
            case DOCUMENTS -> documents.keySet();
            case LIST -> list.keySet();
            case PARKED -> parked.keySet();
        };
        var following = all.stream()
                .filter(id -> cursor.isEmpty() || id.compareTo(cursor.get()) > 0)
                .sorted()
                .toList();
        var ids = following.stream().limit(SCAN).toList();
        return new Ids(ids, following.size() > SCAN ? Optional.of(ids.getLast()) : Optional.empty());
    }

    @Override
    public synchronized Map<String, DocumentEntry<V>> look(Collection<String> ids) {
        if (ids.size() > MAX_LOOK) {
            throw new IllegalArgumentException("A look has at most " + MAX_LOOK + " ids");
        }
        return ids.stream().distinct().collect(Collectors.toMap(Function.identity(), this::entry));
    }

    private DocumentEntry<V> entry(String id) {
        var document = documents.get(id);
        return new DocumentEntry<>(
                document == null ? new FoundDocument.Absent<>() : new FoundDocument.Known<>(document),
                Optional.ofNullable(list.get(id)).map(GlobalPosition::toString),
                parked.containsKey(id));
    }

    @Override
    public synchronized boolean haveDocuments(Collection<String> ids) {
        return documents.keySet().containsAll(ids);
    }

    @Override
    public synchronized GlobalPosition position() {
        return checkpoint.map(Checkpoint::position).orElse(GlobalPosition.START);
    }

    @Override
    public synchronized Counts counts() {
        return new Counts(checkpoint, list.size(), documents.size());
    }

    @Override
    public synchronized long listed() {
        return list.size();
    }

    /** Loses a document and whatever else is known of its stream, behind the back of the projection. */
    public synchronized void lose(StreamId id) {
        remove(id.id());
    }
}
