package io.ledger.mariadb;

import static org.assertj.core.api.Assertions.assertThat;

import io.ledger.core.log.EventMetadata;
import java.util.ArrayList;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MetadataCodecTest {

    private static final EventMetadata METADATA = new EventMetadata("田中", "request-1", "command-1");

    @Test
    void aReasonIsStoredWhereOneIsGiven() {
        var because = METADATA.because("新歓のため");
        assertThat(MetadataCodec.encode(because))
                .isEqualTo("{\"actor\":\"田中\",\"correlation_id\":\"request-1\",\"causation_id\":\"command-1\","
                        + "\"reason\":\"新歓のため\"}");
        assertThat(MetadataCodec.decode(MetadataCodec.encode(because))).isEqualTo(because);
    }

    @Test
    void withoutOneItIsStoredAsEver() {
        assertThat(MetadataCodec.encode(METADATA))
                .isEqualTo("{\"actor\":\"田中\",\"correlation_id\":\"request-1\",\"causation_id\":\"command-1\"}");
        assertThat(MetadataCodec.decode(MetadataCodec.encode(METADATA))).isEqualTo(METADATA);
    }

    @Test
    void whatIsWrittenIsReadWithoutAFault() {
        assertThat(MetadataCodec.read(MetadataCodec.encode(METADATA)))
                .isEqualTo(new StoredMetadata(METADATA, Optional.empty(), Optional.empty()));
    }

    /** Also of what an event may have in time: a field that is written and not read would be a fault in every event. */
    @Test
    void everyFieldIsWrittenAndRead() throws ReflectiveOperationException {
        var types = new ArrayList<Class<?>>();
        var values = new ArrayList<Object>();
        for (var component : EventMetadata.class.getRecordComponents()) {
            types.add(component.getType());
            values.add(
                    component.getType().equals(Optional.class)
                            ? Optional.of(component.getName())
                            : component.getName());
        }
        var full = EventMetadata.class
                .getDeclaredConstructor(types.toArray(Class<?>[]::new))
                .newInstance(values.toArray());
        assertThat(MetadataCodec.read(MetadataCodec.encode(full)))
                .isEqualTo(new StoredMetadata(full, Optional.empty(), Optional.empty()));
    }

    @Test
    void spacesAndTheOrderOfFieldsAreNoOddity() {
        var asMySqlKeepsIt = "{\"actor\": \"田中\", \"causation_id\": \"command-1\", \"correlation_id\": \"request-1\"}";
        assertThat(MetadataCodec.read(asMySqlKeepsIt))
                .isEqualTo(new StoredMetadata(METADATA, Optional.empty(), Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"actor\":\"mika\"}"})
    void whatSaysLessIsNoFaultAndIsKeptAsItIs(String stored) {
        var read = MetadataCodec.read(stored);
        assertThat(read.fault()).isEmpty();
        assertThat(read.text()).contains(stored);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``                                      | ``   | no JSON",
                "mika                                    | ``   | no JSON",
                "{\"actor\":\"mika\"                       | ``   | no JSON",
                "{\"actor\":\"mika\"} {}                   | ``   | no JSON",
                "{\"actor\":\"ken\",\"actor\":\"mika\"}    | mika | no JSON",
                "[\"mika\"]                              | ``   | no JSON object",
                "\"mika\"                                | ``   | no JSON object",
                "null                                    | ``   | no JSON object",
                "{\"actor\":5}                           | 5    | the field \"actor\" is no text",
                "{\"actor\":\"mika\",\"causation_id\":[]}  | mika | the field \"causation_id\" is no text",
                "{\"actor\":\"mika\",\"who\":\"ken\"}      | mika | the field \"who\" is unknown",
                "{\"actor\":\"\\ud800\"}                   | ``   | half of a surrogate pair",
                // As whole as the usual form but for one thing.
                "{\"actor\":\"mika\",\"correlation_id\":\"1\",\"causation_id\":\"1\"} {} | `` | no JSON",
                "{\"actor\":\"ken\",\"actor\":\"mika\",\"correlation_id\":\"1\",\"causation_id\":\"1\"} | mika | no JSON",
                "{\"actor\":\"mika\",\"correlation_id\":\"1\",\"causation_id\":\"1\",\"who\":\"ken\"} | mika | unknown",
                "{\"actor\":\"mika\",\"correlation_id\":\"1\",\"causation_id\":\"1\",\"reason\":5} | mika | is no text",
                "{\"actor\":\"mika\",\"correlation_id\":\"1\",\"causation_id\":\"1\",\"reason\":\"\"} | mika | unknown",
                "{\"actor\":\"mika\",\"correlation_id\":\"\\udc00\",\"causation_id\":\"1\"} | mika | surrogate",
            })
    void whatCannotBeReadIsSaidAndKeptAsItIs(String stored, String actor, String fault) {
        var read = MetadataCodec.read(stored);
        assertThat(read.fault()).hasValueSatisfying(said -> assertThat(said).contains(fault));
        assertThat(read.text()).contains(stored);
        assertThat(read.known().actor()).isEqualTo(actor);
    }
}
