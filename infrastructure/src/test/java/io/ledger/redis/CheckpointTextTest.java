package io.ledger.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.ledger.core.document.Checkpoint;
import io.ledger.core.log.GlobalPosition;
import org.junit.jupiter.api.Test;

class CheckpointTextTest {

    private static Checkpoint at(String eventId, String source) {
        return new Checkpoint(new GlobalPosition(7), eventId, "", source);
    }

    @Test
    void thePlaceInTheSourceFollowsTheEvent() {
        assertThat(CheckpointText.encode(at("an event", "topic:1,2"))).isEqualTo("7 an+event;topic:1,2");
        assertThat(CheckpointText.decode("7 an+event;topic:1,2", 1)).contains(at("an event", "topic:1,2"));
        assertThat(CheckpointText.decode("7 an+event;topic:1,2 3", 1)).contains(at("an event", "topic:1,2"));
    }

    @Test
    void aCheckpointWithoutAPlaceIsWrittenAndReadAsEver() {
        assertThat(CheckpointText.encode(at("a;b", ""))).isEqualTo("7 a%3Bb");
        assertThat(CheckpointText.decode("7 a%3Bb", 1)).contains(at("a;b", ""));
        assertThat(CheckpointText.decode("7 a 3", 1)).contains(at("a", ""));
        assertThat(CheckpointText.position("7 a;topic:1 3")).isEqualTo(new GlobalPosition(7));
    }
}
