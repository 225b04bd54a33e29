package io.circleledger.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpLoadTest {

    private static final int STALL_MILLIS = 300;

    private PlainServer server;

    @BeforeEach
    void startServer() throws IOException {
        server = PlainServer.start();
    }

    @AfterEach
    void stopServer() throws IOException {
        server.close();
    }

    private HttpLoad load(Requests requests, double rate) {
        return new HttpLoad(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()), requests, rate);
    }

    @Test
    void everyAnswerOfRequestsThatEndIsCounted() throws IOException {
        var result = load(new Numbered(100), 0).run(8, 60_000);

        assertThat(result.count()).isEqualTo(100);
        assertThat(result.latency().samples()).isEqualTo(100);
        assertThat(server.seen()).hasSize(100).doesNotHaveDuplicates();
    }

    @Test
    void answersInPiecesAndInChunksAreRead() throws IOException {
        server.answerInPieces();

        assertThat(load(new Numbered(20), 0).run(4, 60_000).count()).isEqualTo(20);
    }

    @Test
    void aStatusThatWasNotExpectedEndsTheRun() {
        server.answerWith("HTTP/1.1 503 Unavailable\r\nContent-Length: 4\r\n\r\nbusy");

        assertThatThrownBy(() -> load(new Numbered(10), 0).run(2, 60_000))
                .isInstanceOf(LoadFailure.class)
                .hasMessage("status 503 instead of 200: busy");
    }

    @Test
    void aConnectionThatIsClosedEndsTheRun() {
        server.answerWith("");

        assertThatThrownBy(() -> load(new Numbered(10), 0).run(1, 60_000))
                .hasMessage("the server has closed a connection instead of answering");
    }

    @Test
    void moreThanOneAnswerEndsTheRun() {
        server.answerWith(PlainServer.ANSWER + PlainServer.ANSWER);

        assertThatThrownBy(() -> load(new Numbered(10), 0).run(1, 60_000))
                .hasMessage("the server has sent more than its answer");
    }

    /** One connection is stalled; what arrives meanwhile has to wait and must not be left out. */
    @Test
    void anOpenLoopCountsTheWaitOfAllWhoCameDuringAStall() throws IOException {
        server.stallOnce(50, STALL_MILLIS);
        var open = load(new SamePath("/"), 100).run(1, 1_000);
        server.stallOnce(50, STALL_MILLIS);
        var closed = load(new Numbered(400), 0).run(1, 60_000);

        // About 30 of 90 arrivals fall into the stall; of the closed loop's 400 it is one.
        assertThat(open.latency().p90()).isGreaterThan(100_000);
        assertThat(open.latency().max()).isGreaterThanOrEqualTo(STALL_MILLIS * 900.0);
        assertThat(closed.latency().p90()).isLessThan(open.latency().p90());
        assertThat(closed.latency().max()).isGreaterThanOrEqualTo(STALL_MILLIS * 900.0);
    }

    @Test
    void anOpenLoopSendsNoMoreThanItsRate() throws IOException {
        var result = load(new SamePath("/"), 200).run(4, 1_000);

        // The first tenth is not counted: 180 arrivals, whatever the machine does.
        assertThat(result.count()).isBetween(179L, 181L);
    }

    @Test
    void circlesAreReadInTurnAndOnWithTheNextRun(@TempDir Path directory) throws IOException {
        var ids = List.of(new TimeOrderedIds(1).next(), new TimeOrderedIds(2).next(), new TimeOrderedIds(3).next());
        var requests = new ReadCircles(Files.write(directory.resolve("ids"), ids), "", "");
        var sent = ByteBuffer.allocate(1_000);
        for (var i = 0; i < 4; i++) {
            requests.next(i, sent);
        }

        assertThat(AnswerParser.text(sent.array(), 0, sent.position()).lines().filter(line -> line.startsWith("GET")))
                .containsExactly(
                        "GET /circle/" + ids.get(0) + " HTTP/1.1",
                        "GET /circle/" + ids.get(1) + " HTTP/1.1",
                        "GET /circle/" + ids.get(2) + " HTTP/1.1",
                        "GET /circle/" + ids.get(0) + " HTTP/1.1");
    }

    @Test
    void aCircleIsChangedByOneConnectionAtTheVersionItHas(@TempDir Path directory) throws IOException {
        var requests = new ChangeCircles(Files.write(directory.resolve("circles"), List.of("a 5", "b 7", "c 9")));
        requests.begin(2, 2);
        var sent = ByteBuffer.allocate(4_000);
        while (requests.next(0, sent)) {}
        while (requests.next(1, sent)) {}

        var text = AnswerParser.text(sent.array(), 0, sent.position());
        assertThat(Pattern.compile("PUT /circle/(.)").matcher(text).results().map(put -> put.group(1)))
                .containsExactly("a", "c", "a", "c", "b", "b");
        assertThat(text).contains("\"version\":5}", "\"version\":6}", "\"version\":9}", "\"version\":10}");
    }

    /** Requests with numbers, so that it shows when one is sent twice or not at all. */
    private static final class Numbered implements Requests {

        private final int count;
        private int sent;

        Numbered(int count) {
            this.count = count;
        }

        @Override
        public boolean next(int connection, ByteBuffer out) {
            if (sent == count) {
                return false;
            }
            out.put(RequestText.get("/" + sent++));
            return true;
        }

        @Override
        public int expectedStatus() {
            return 200;
        }

        @Override
        public boolean comeToAnEnd() {
            return true;
        }
    }
}
