package io.circleledger.bench.load;

import java.nio.charset.StandardCharsets;

/**
 * Reads as much of an HTTP/1.1 answer as a load generator needs: its status, and where it ends.
 *
 * <p>It is handed the bytes that have come so far, from the first byte of the answer on, and looks
 * again from the start when more have come. Answers come in one piece nearly always, so that this is
 * cheaper than keeping a state.
 */
final class AnswerParser {

    private static final byte[] CONTENT_LENGTH = lower("content-length:");
    private static final byte[] TRANSFER_ENCODING = lower("transfer-encoding:");
    private static final byte[] CHUNKED = lower("chunked");

    /** More bytes are needed. */
    static final int INCOMPLETE = -1;

    private int status;
    private int bodyStart;

    /** The status of the answer that was complete last. */
    int status() {
        return status;
    }

    /** Where the body of the answer that was complete last begins; chunked, with the first size. */
    int bodyStart() {
        return bodyStart;
    }

    /**
     * @return where the answer ends, or {@link #INCOMPLETE}
     * @throws LoadFailure when the bytes are no answer
     */
    int end(byte[] bytes, int length) {
        var lineEnd = lineEnd(bytes, 0, length);
        if (lineEnd < 0) {
            return INCOMPLETE;
        }
        status = status(bytes, lineEnd);
        var contentLength = 0;
        var chunked = false;
        var start = lineEnd + 2;
        while (true) {
            lineEnd = lineEnd(bytes, start, length);
            if (lineEnd < 0) {
                return INCOMPLETE;
            }
            if (lineEnd == start) {
                break;
            }
            if (startsWith(bytes, start, lineEnd, CONTENT_LENGTH)) {
                contentLength = number(bytes, start + CONTENT_LENGTH.length, lineEnd, 10);
            } else if (startsWith(bytes, start, lineEnd, TRANSFER_ENCODING)) {
                chunked = startsWith(bytes, lineEnd - CHUNKED.length, lineEnd, CHUNKED);
            }
            start = lineEnd + 2;
        }
        bodyStart = lineEnd + 2;
        if (status == 204 || status == 304) {
            return bodyStart;
        }
        if (chunked) {
            return chunkedEnd(bytes, bodyStart, length);
        }
        return bodyStart + contentLength <= length ? bodyStart + contentLength : INCOMPLETE;
    }

    private static int chunkedEnd(byte[] bytes, int from, int length) {
        var start = from;
        while (true) {
            var sizeEnd = lineEnd(bytes, start, length);
            if (sizeEnd < 0) {
                return INCOMPLETE;
            }
            var size = number(bytes, start, sizeEnd, 16);
            start = sizeEnd + 2 + size;
            if (size == 0) {
                return trailerEnd(bytes, start, length);
            }
            start += 2;
            if (start > length) {
                return INCOMPLETE;
            }
        }
    }

    private static int trailerEnd(byte[] bytes, int from, int length) {
        var start = from;
        while (true) {
            var lineEnd = lineEnd(bytes, start, length);
            if (lineEnd < 0) {
                return INCOMPLETE;
            }
            if (lineEnd == start) {
                return lineEnd + 2;
            }
            start = lineEnd + 2;
        }
    }

    private static int status(byte[] bytes, int lineEnd) {
        if (lineEnd < 12 || bytes[0] != 'H' || bytes[8] != ' ') {
            throw new LoadFailure("this is no HTTP answer: " + text(bytes, 0, lineEnd));
        }
        return number(bytes, 9, 12, 10);
    }

    /** Reads digits up to the first other character; blanks before them are passed over. */
    private static int number(byte[] bytes, int from, int to, int radix) {
        var i = from;
        while (i < to && bytes[i] == ' ') {
            i++;
        }
        var first = i;
        var number = 0L;
        while (i < to && Character.digit(bytes[i], radix) >= 0 && number <= LoadLimits.ANSWER_BYTES) {
            number = number * radix + Character.digit(bytes[i], radix);
            i++;
        }
        if (i == first || number > LoadLimits.ANSWER_BYTES) {
            throw new LoadFailure("no usable number in an answer: " + text(bytes, from, to));
        }
        return (int) number;
    }

    private static int lineEnd(byte[] bytes, int from, int length) {
        for (var i = from; i + 1 < length; i++) {
            if (bytes[i] == '\r' && bytes[i + 1] == '\n') {
                return i;
            }
        }
        return -1;
    }

    private static boolean startsWith(byte[] bytes, int from, int to, byte[] lower) {
        if (to - from < lower.length) {
            return false;
        }
        for (var i = 0; i < lower.length; i++) {
            var found = bytes[from + i];
            if (found != lower[i] && (found | 0x20) != lower[i]) {
                return false;
            }
        }
        return true;
    }

    private static byte[] lower(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    static String text(byte[] bytes, int from, int to) {
        return new String(bytes, from, Math.max(0, to - from), StandardCharsets.UTF_8);
    }
}
