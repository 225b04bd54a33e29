package io.ledger.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.ledger.core.StreamId;
import io.ledger.core.document.Document;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordDocumentsTest {

    private static final StreamId ID = new StreamId("shelf", "0190a5c0-7e6d-7d6a-8a53-3f1f4f1c2b11");

    /** With its components in no order of the alphabet. */
    private record ShelfView(String id, int version, List<String> titles, String colour) implements Document {}

    private final RecordDocuments<ShelfView> documents = new RecordDocuments<>(ShelfView.class);

    @Test
    void theComponentsAreWrittenInTheirOrder() {
        var view = new ShelfView(ID.id(), 3, List.of("本", "\"A\""), "red");

        var text = documents.encode(view);

        assertThat(text)
                .isEqualTo("{\"id\":\"%s\",\"version\":3,\"titles\":[\"本\",\"\\\"A\\\"\"],\"colour\":\"red\"}"
                        .formatted(ID.id()));
        assertThat(documents.decode(ID, text)).contains(view);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "{",
                "[]",
                "{\"id\":\"0190a5c0-7e6d-7d6a-8a53-3f1f4f1c2b11\",\"version\":3,\"titles\":[]}",
                "{\"id\":\"0190a5c0-7e6d-7d6a-8a53-3f1f4f1c2b11\",\"version\":3,\"titles\":[],\"colour\":\"red\",\"x\":1}",
                "{\"id\":\"0190a5c0-7e6d-7d6a-8a53-3f1f4f1c2b11\",\"version\":3.5,\"titles\":[],\"colour\":\"red\"}",
                "{\"version\":3,\"id\":\"0190a5c0-7e6d-7d6a-8a53-3f1f4f1c2b11\",\"titles\":[],\"colour\":\"red\"}",
                "{\"id\":\"0190a5c0-7e6d-7d6a-8a53-3f1f4f1c2b12\",\"version\":3,\"titles\":[],\"colour\":\"red\"}"
            })
    void whatIsNotExactlyADocumentOfTheStreamCountsAsMissing(String text) {
        assertThat(documents.decode(ID, text)).isEmpty();
    }
}
