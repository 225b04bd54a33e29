package io.ledger.http.request;

import io.helidon.http.HeaderNames;
import io.ledger.http.answer.Fault;
import io.ledger.http.answer.Faults;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A form that an answer can have.
 *
 * @param name for the parameter {@value #PARAMETER}, which links in pages have
 * @param mediaType for {@code Accept}, which programs send
 */
public record AnswerFormat(String name, String mediaType) {

    /** The parameter. */
    public static final String PARAMETER = "format";

    /**
     * Returns the form that is asked for: by the parameter, else by {@code Accept}, else the first. HEAD asks about the
     * first, since the others may have no length to tell. Where there is a fault, the first stands for it.
     */
    public static AnswerFormat of(Call call, QueryParameters parameters, List<AnswerFormat> formats, Faults faults) {
        var usual = formats.getFirst();
        if (call.request().prologue().method().text().equals("HEAD")) {
            return usual;
        }
        var asked = parameters.get(PARAMETER);
        if (asked.isEmpty()) {
            var lines = call.headerLines(HeaderNames.ACCEPT);
            return formats.stream()
                    .skip(1)
                    .filter(format -> AcceptHeader.asksFor(format.mediaType, usual.mediaType, lines))
                    .findFirst()
                    .orElse(usual);
        }
        var named = formats.stream()
                .filter(format -> format.name.equals(asked.get()))
                .findFirst();
        if (named.isEmpty()) {
            var names = formats.stream().map(AnswerFormat::name).collect(Collectors.joining(", "));
            faults.add(Fault.parameter(PARAMETER, "There is no such format; use one of " + names));
        }
        return named.orElse(usual);
    }
}
