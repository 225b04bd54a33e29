package io.ledger.http.feed;

import io.ledger.core.StreamId;
import io.ledger.core.feed.FeedFilter;
import io.ledger.http.HttpLimits;
import io.ledger.http.answer.Fault;
import io.ledger.http.answer.Faults;
import io.ledger.http.request.QueryParameters;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The parameters that ask for the events of one stream, or of some types. */
public final class FeedFilterParameters {

    /** May be given several times. */
    public static final String TYPE = "type";

    private static final Pattern TYPE_SHAPE = Pattern.compile("[A-Za-z0-9._-]{1,100}");

    private final FeedNames names;
    /** The parameters under these names. */
    public FeedFilterParameters(FeedNames names) {
        this.names = names;
    }

    /** The names of the parameters. */
    public List<String> names() {
        return List.of(names.stream(), TYPE);
    }

    /** What is asked for. Where there is a fault, the value stands for it. */
    public FeedFilter of(QueryParameters parameters, Faults faults) {
        var types = new TreeSet<>(parameters.all(TYPE));
        var filter = new FeedFilter(parameters.get(names.stream()).flatMap(text -> stream(text, faults)), types);
        if (types.size() > HttpLimits.FEED_TYPES) {
            faults.add(Fault.parameter(TYPE, "At most %d types can be asked for".formatted(HttpLimits.FEED_TYPES)));
        } else if (!types.stream().allMatch(type -> TYPE_SHAPE.matcher(type).matches())) {
            faults.add(Fault.parameter(
                    TYPE, "The type is not the name of an event, such as %s".formatted(names.typeExample())));
        }
        return filter;
    }

    private Optional<StreamId> stream(String text, Faults faults) {
        var id = StreamId.parse(names.category(), text);
        if (id.isEmpty()) {
            faults.add(Fault.parameter(
                    names.stream(),
                    "The %s is no id; give the %s as you received it".formatted(names.stream(), names.id())));
        }
        return id;
    }

    /** The filter as the end of a query; empty when it takes every event. */
    public String query(FeedFilter filter) {
        var query = new StringBuilder();
        filter.stream()
                .ifPresent(stream ->
                        query.append('&').append(names.stream()).append('=').append(stream));
        new TreeSet<>(filter.types())
                .forEach(type -> query.append('&')
                        .append(TYPE)
                        .append('=')
                        .append(URLEncoder.encode(type, StandardCharsets.UTF_8)));
        return query.toString();
    }
}
