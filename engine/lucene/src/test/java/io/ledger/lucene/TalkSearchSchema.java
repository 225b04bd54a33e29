package io.ledger.lucene;

import io.ledger.core.log.GlobalPosition;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.IndexableField;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.util.BytesRef;

/** Talks by their titles. */
record TalkSearchSchema(String version) implements SearchSchema<Talk> {

    static final PartialText TITLE = new PartialText("title_one", "title_two");

    private static final String SHOWN = "title";

    @Override
    public FieldWriter<Talk> writer() {
        var pieces = TITLE.writer();
        var shown = new BinaryDocValuesField(SHOWN, new BytesRef());
        var fields = new ArrayList<IndexableField>(List.of(shown));
        pieces.addTo(fields);
        return new FieldWriter<>() {
            @Override
            public List<IndexableField> fields() {
                return fields;
            }

            @Override
            public void fill(Talk talk, GlobalPosition createdAt) {
                pieces.set(talk.title());
                shown.setBytesValue(new BytesRef(talk.title()));
            }
        };
    }

    @Override
    public FieldReader<Talk> reader(LeafReader segment) throws IOException {
        var titles = DocValues.getBinary(segment, SHOWN);
        return (document, id, version) -> {
            if (!titles.advanceExact(document)) {
                throw new IOException("The index lacks a title");
            }
            return new Talk(id, titles.binaryValue().utf8ToString(), version);
        };
    }
}
