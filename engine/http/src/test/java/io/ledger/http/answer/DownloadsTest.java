package io.ledger.http.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ledger.core.StoreUnavailableException;
import io.ledger.http.HttpLimits;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class DownloadsTest {

    private final Downloads downloads = new Downloads();

    private StreamedAnswer file() {
        return downloads.of(
                "list.csv", "text/csv", List.of(), out -> out.write("a,b".getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void aFileIsSavedUnderItsName() throws Exception {
        var answer = file();
        var out = new ByteArrayOutputStream();
        answer.body().writeTo(out);

        assertThat(answer.headers())
                .extracting(header -> header.name() + ": " + header.values())
                .containsExactly("Content-Disposition: attachment; filename=\"list.csv\"");
        assertThat(out).hasToString("a,b");
    }

    @Test
    void soManyAreSentAtOnceUntilOneIsOver() {
        var first = file();
        for (var i = 1; i < HttpLimits.DOWNLOADS; i++) {
            file();
        }
        assertThatThrownBy(this::file).isInstanceOf(Refusal.class);

        first.body().close();
        first.body().close();

        assertThat(file()).isNotNull();
        assertThatThrownBy(this::file).isInstanceOf(Refusal.class);
    }

    @Test
    void aStoreThatGoesAwayBreaksTheFileOff() {
        var answer = downloads.of("list.csv", "text/csv", List.of(), _ -> {
            throw StoreUnavailableException.of("database", new IOException());
        });

        assertThatThrownBy(() -> answer.body().writeTo(new ByteArrayOutputStream()))
                .isInstanceOf(IOException.class);
    }
}
