package io.ledger.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.ledger.core.StreamId;
import io.ledger.core.document.Checkpoint;
import io.ledger.core.document.Document;
import io.ledger.core.document.DocumentChange;
import io.ledger.core.document.DocumentEntry;
import io.ledger.core.document.DocumentEntry.FoundDocument;
import io.ledger.core.document.DocumentScan;
import io.ledger.core.document.DocumentScan.Counts;
import io.ledger.core.document.DocumentScan.Part;
import io.ledger.core.document.DocumentStore;
import io.ledger.core.document.ParkedStream;
import io.ledger.core.log.GlobalPosition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every {@link DocumentScan} promises to those who check a read model.
 *
 * @param <V> documents
 */
public abstract class DocumentScanContract<V extends Document> {

    private static final Checkpoint AT = new Checkpoint(new GlobalPosition(90), new UUID(7, 90).toString());

    private final List<String> shown = new ArrayList<>();
    private StreamId parked;

    /** A read model that nobody has written to, as its projection sees it. */
    protected abstract DocumentStore<V> store();

    /** The same read model as somebody sees it who checks it. */
    protected abstract DocumentScan<V> scan();

    /** The category of the streams that the documents are about. */
    protected abstract String category();

    /** A document of a stream. */
    protected abstract V document(StreamId id, int version);

    @BeforeEach
    void fill() {
        store().reset(store().checkpoint());
        var changes = new ArrayList<DocumentChange<V>>();
        for (var i = 1; i <= 30; i++) {
            var id = newId();
            shown.add(id.id());
            changes.add(new DocumentChange.Put<>(document(id, i), Optional.of(new GlobalPosition(i))));
        }
        parked = newId();
        changes.add(new DocumentChange.Park<>(
                new ParkedStream(parked.id(), 2, new GlobalPosition(50), "unreadable", SampleStreams.TIME)));
        store().apply(Checkpoint.START, changes, AT);
    }

    @Test
    void eachPartNamesEveryStreamInIt() {
        assertThat(all(Part.DOCUMENTS)).isEqualTo(new TreeSet<>(shown));
        assertThat(all(Part.LIST)).isEqualTo(new TreeSet<>(shown));
        assertThat(all(Part.PARKED)).containsExactly(parked.id());
    }

    private Set<String> all(Part part) {
        var ids = new TreeSet<String>();
        var page = scan().ids(part, Optional.empty());
        ids.addAll(page.ids());
        while (page.next().isPresent()) {
            page = scan().ids(part, page.next());
            ids.addAll(page.ids());
        }
        return ids;
    }

    @Test
    void aLookTellsAllThatIsHeldAboutAStream() {
        var id = new StreamId(category(), shown.get(4));
        var unknown = newId().id();

        assertThat(scan().look(List.of(id.id(), parked.id(), unknown, "of another shape")))
                .isEqualTo(Map.of(
                        id.id(),
                        DocumentEntry.shown(document(id, 5), "5"),
                        parked.id(),
                        new DocumentEntry<V>(new FoundDocument.Absent<>(), Optional.empty(), true),
                        unknown,
                        DocumentEntry.<V>none(),
                        "of another shape",
                        DocumentEntry.<V>none()));
    }

    @Test
    void documentsAreThereOrNot() {
        assertThat(scan().haveDocuments(shown)).isTrue();
        assertThat(scan().haveDocuments(List.of(shown.getFirst(), parked.id()))).isFalse();
        assertThat(scan().haveDocuments(List.of(newId().id()))).isFalse();
    }

    @Test
    void whatIsHeldIsCounted() {
        assertThat(scan().counts()).isEqualTo(new Counts(Optional.of(AT), 30, 30));
        assertThat(scan().listed()).isEqualTo(30);
        assertThat(scan().position()).isEqualTo(AT.position());
    }

    private StreamId newId() {
        return StreamId.of(category(), UUID.randomUUID());
    }
}
