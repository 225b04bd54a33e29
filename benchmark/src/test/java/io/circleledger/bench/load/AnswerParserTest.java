package io.circleledger.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerParserTest {

    private final AnswerParser parser = new AnswerParser();

    private int end(String answer) {
        var bytes = answer.getBytes(StandardCharsets.US_ASCII);
        return parser.end(bytes, bytes.length);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nDate: now\r\n\r\nhello",
                "HTTP/1.1 200 OK\r\nDate: now\r\ncontent-length:5\r\n\r\nhello",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\na\r\n0123456789\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;x=y\r\nh\r\n0\r\nTrailer: a\r\n\r\n",
                "HTTP/1.1 204 No Content\r\n\r\n",
                "HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n"
            })
    void anAnswerEndsWithItsLastByteAndNoByteEarlier(String answer) {
        for (var length = 0; length < answer.length(); length++) {
            assertThat(end(answer.substring(0, length)))
                    .as("of %d bytes", length)
                    .isEqualTo(AnswerParser.INCOMPLETE);
        }
        assertThat(end(answer)).isEqualTo(answer.length());
        assertThat(end(answer + "HTTP/1.1 200")).isEqualTo(answer.length());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SSH-2.0-OpenSSH_9.2\r\n",
                "HTTP/1.1 abc OK\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"
            })
    void whatIsNoAnswerIsRefused(String bytes) {
        assertThatThrownBy(() -> end(bytes)).isInstanceOf(LoadFailure.class);
    }
}
