package io.ledger.http.answer;

import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.ledger.http.HttpLimits;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Why a request was not answered as asked, as RFC 9457 writes it.
 *
 * @param detail a sentence that tells the caller what to do next
 * @param faults what is wrong with the request, empty when that is not the matter
 * @param members what else a program may want to know, in the order it is written
 * @param headers headers the answer has beside those of every problem
 */
public record Problem(
        ProblemType type,
        int status,
        String detail,
        List<Fault> faults,
        Map<String, Object> members,
        List<Header> headers) {

    public Problem {
        faults = List.copyOf(faults);
    }
    /** A problem of this kind, with the status that the kind has. */
    public static Problem of(ProblemType type, String detail) {
        return new Problem(type, type.status(), detail, List.of(), Map.of(), List.of());
    }

    /** Several things are wrong with the request, or one. */
    public static Problem invalid(List<Fault> faults) {
        var detail = faults.size() == 1
                ? faults.getFirst().detail() + "."
                : "The request has %d faults; see errors for each.".formatted(faults.size());
        return new Problem(ServerProblem.INVALID_REQUEST, 400, detail, faults, Map.of(), List.of());
    }
    /** The same with another status. */
    public Problem status(int other) {
        return new Problem(type, other, detail, faults, members, headers);
    }
    /** The same with one member more. */
    public Problem member(String name, Object value) {
        var more = new LinkedHashMap<>(members);
        more.put(name, value);
        return new Problem(type, status, detail, faults, more, headers);
    }
    /** The same with one header more. */
    public Problem header(HeaderName name, String value) {
        var more = Answer.added(headers, HeaderValues.create(name, value));
        return new Problem(type, status, detail, faults, members, more);
    }

    /** The caller may try the same again, after a moment. */
    public Problem retryLater() {
        return header(HeaderNames.RETRY_AFTER, String.valueOf(HttpLimits.RETRY_AFTER_SECONDS));
    }
    /** The answer that tells of it. */
    public Answer answer() {
        var document = new LinkedHashMap<String, Object>();
        document.put("type", type.uri());
        document.put("title", type.title());
        document.put("status", status);
        document.put("detail", detail);
        if (!faults.isEmpty()) {
            document.put("errors", faults);
        }
        document.putAll(members);
        return new Answer(status, headers, "application/problem+json", Json.write(document));
    }
}
