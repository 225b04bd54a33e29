package io.ledger.core.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.ledger.core.StreamId;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamIdTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "01990000-0000-7000-8000-000000000001",
                "0188b5a1-7c7a-4f0e-9d5c-3b2a1f0e9d5c",
                "00000000-0000-0000-0000-000000000000",
                "ffffffff-ffff-ffff-ffff-ffffffffffff",
            })
    void aLowerCaseUuidOfAnyVersionIsAnId(String text) {
        assertThat(StreamId.parse("room", text)).contains(new StreamId("room", text));
        assertThat(new StreamId("room", text).id()).isEqualTo(text);
        assertThat(new StreamId("room", text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "chess",
                "01990000-0000-7000-8000-00000000000",
                "01990000-0000-7000-8000-0000000000011",
                "01990000-0000-7000-8000-00000000000A",
                "0199000000007000800000000000000001",
                "019900000000700080000000000000010000",
                "01990000-00007-000-8000-000000000001",
                "01990000_0000_7000_8000_000000000001",
                "01990000-0000-7000-8000-00000000000g",
                "01990000-0000-7000-8000-00000000000１",
                "{1990000-0000-7000-8000-00000000000}",
                " 01990000-0000-7000-8000-000000000001",
                "01990000-0000-7000-8000-000000000001 ",
                "01990000-0000-7000-8000-000000000001\n",
                "01990000-0000-7000-8000-000000000001\0",
                "' OR '1'='1' -- 00000000000000000000",
            })
    void anyOtherShapeIsNone(String text) {
        assertThat(StreamId.parse("room", text)).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> new StreamId("room", text));
    }

    @Test
    void aUuidIsWrittenInLowerCase() {
        var uuid = UUID.fromString("0199ABCD-EF00-7000-8000-00000000000A");
        assertThat(StreamId.of("room", uuid)).isEqualTo(new StreamId("room", "0199abcd-ef00-7000-8000-00000000000a"));
    }
}
