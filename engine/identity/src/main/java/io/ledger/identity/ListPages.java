package io.ledger.identity;

import io.helidon.http.HeaderNames;
import io.ledger.core.identity.IdentityPage;
import io.ledger.http.answer.Answer;
import io.ledger.http.answer.Fault;
import io.ledger.http.answer.Faults;
import io.ledger.http.request.Call;
import io.ledger.http.request.Cursor;
import io.ledger.http.request.PageSize;
import io.ledger.http.request.QueryParameters;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The pages of one list.
 *
 * @param path where the list is
 * @param prefix begins its cursors
 * @param filters the parameters that it takes beside those of pages
 */
public record ListPages(String path, String prefix, List<String> filters) {

    private static final String CURSOR = "cursor";

    /** A page that somebody asks for. */
    public record AskedPage(ListPages pages, QueryParameters parameters, long after, int limit) {

        /** The value of a filter. */
        public Optional<String> filter(String name) {
            return parameters.get(name);
        }

        /** Whether it is the first page of the list. */
        public boolean isFirst() {
            return after == IdentityPage.START;
        }

        /** The answer with the page's entries, and a link to the next page. */
        public <T> Answer answer(String name, IdentityPage<T> page, Function<T, Map<String, Object>> document) {
            var answer = Answer.json(
                    200, Map.of(name, page.entries().stream().map(document).toList()));
            return page.next().isPresent()
                    ? answer.with(HeaderNames.LINK, pages.link(this, page.next().getAsLong()))
                    : answer;
        }
    }

    /**
     * What a request asks for.
     *
     * @throws io.ledger.http.answer.Refusal when that cannot be understood
     */
    public AskedPage read(Call call) {
        var faults = new Faults();
        var parameters = QueryParameters.of(
                call,
                Stream.concat(Stream.of(PageSize.NAME, CURSOR), filters.stream())
                        .toList(),
                faults);
        var limit = PageSize.of(parameters, faults);
        var after = parameters
                .get(CURSOR)
                .map(text -> Cursor.parse(walk(), text).orElseGet(() -> {
                    faults.add(Fault.parameter(
                            CURSOR, "The cursor is not one of this list; follow the link with rel=\"next\""));
                    return IdentityPage.START;
                }))
                .orElse(IdentityPage.START);
        faults.refuseIfAny();
        return new AskedPage(this, parameters, after, limit);
    }

    private Cursor.Walk walk() {
        return new Cursor.Walk(prefix);
    }

    private String link(AskedPage page, long next) {
        var query = new StringBuilder("limit=%d&cursor=%s".formatted(page.limit(), Cursor.of(walk(), next)));
        for (var filter : filters) {
            page.filter(filter)
                    .ifPresent(value -> query.append('&')
                            .append(filter)
                            .append('=')
                            .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
        }
        return "<" + path + "?" + query + ">; rel=\"next\"";
    }
}
