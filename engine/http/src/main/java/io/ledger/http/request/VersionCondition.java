package io.ledger.http.request;

import io.helidon.http.HeaderNames;
import io.ledger.core.command.Precondition;
import io.ledger.core.stream.ExpectedVersion;
import io.ledger.http.answer.EntityTag;
import io.ledger.http.answer.EntityTag.IfMatch;
import io.ledger.http.answer.Fault;
import io.ledger.http.answer.Faults;
import io.ledger.http.answer.PositiveInteger;
import java.util.Optional;

/**
 * What a request asks of the version of what it changes, by {@code If-Match} or by a version of its own.
 *
 * @param precondition empty when it asks nothing
 */
public record VersionCondition(IfMatch ifMatch, Optional<Precondition> precondition) {

    /** The parameter with the version that the caller has read. */
    public static final String PARAMETER = "version";

    /** The condition of a request that may name the version in its query. */
    public static VersionCondition of(Call call, QueryParameters parameters, Faults faults) {
        var version = parameters.get(PARAMETER).flatMap(text -> version(text, faults));
        return of(call, version, "?" + PARAMETER, faults);
    }

    /** The condition of a request that may name the version in its body. */
    public static VersionCondition of(Call call, Optional<Integer> version, Faults faults) {
        return of(call, version, "#/" + BodyValues.VERSION, faults);
    }

    private static Optional<Integer> version(String text, Faults faults) {
        var version = PositiveInteger.parse(text);
        if (version.isEmpty()) {
            faults.add(Fault.parameter(PARAMETER, "The version must be a whole number from 1 to " + Integer.MAX_VALUE));
        }
        return version;
    }

    private static VersionCondition of(Call call, Optional<Integer> version, String pointer, Faults faults) {
        var ifMatch = EntityTag.ifMatch(call.headerLines(HeaderNames.IF_MATCH));
        return new VersionCondition(ifMatch, precondition(ifMatch, version, pointer, faults));
    }

    private static Optional<Precondition> precondition(
            IfMatch ifMatch, Optional<Integer> version, String pointer, Faults faults) {
        var named = version.<Precondition>map(it -> new Precondition.Exactly(new ExpectedVersion(it)));
        return switch (ifMatch) {
            case IfMatch.NoCondition() -> named;
            case IfMatch.Wildcard() -> named.or(() -> Optional.of(new Precondition.AnyVersion()));
            case IfMatch.Tags tags -> {
                var versions = tags.versions();
                if (version.filter(it -> !versions.contains(it)).isPresent()) {
                    faults.add(new Fault(pointer, "The version is not that of If-Match; send one of the two"));
                }
                yield named.or(() -> Optional.of(
                        versions.size() == 1
                                ? new Precondition.Exactly(new ExpectedVersion(versions.first()))
                                : new Precondition.AnyOf(versions)));
            }
            case IfMatch.Malformed(var reason) -> {
                faults.add(Fault.header(HeaderNames.IF_MATCH.defaultCase(), reason));
                yield Optional.empty();
            }
        };
    }

    /** The condition, or that of any version where the request has none. */
    public Precondition orAny() {
        return precondition.orElseGet(Precondition.AnyVersion::new);
    }
}
