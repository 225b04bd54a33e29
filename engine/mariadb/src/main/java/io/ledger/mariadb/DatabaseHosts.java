package io.ledger.mariadb;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The hosts that a URL names, of which one at a time takes changes: {@code jdbc:mariadb://a,b:3307/database}.
 *
 * <p>The driver has modes of its own for several hosts. With {@code sequential} it takes the first that answers, also one
 * that was demoted; the others send reads to replicas, which may be behind. So only the list is taken from the URL (see
 * {@link FailoverDataSource}).
 *
 * @param urls one for each host, in order
 */
public record DatabaseHosts(List<String> urls) {

    private static final Pattern FORM =
            Pattern.compile("jdbc:mariadb:(?:sequential:)?//([^/?\\s]+)(/[^/?\\s]+(?:\\?\\S*)?)");

    public DatabaseHosts {
        urls = List.copyOf(urls);
    }

    /** Reads a URL; empty when it is none of a database in MariaDB. */
    public static Optional<DatabaseHosts> parse(String url) {
        var form = FORM.matcher(url);
        if (!form.matches()) {
            return Optional.empty();
        }
        var hosts = form.group(1).split(",", -1);
        return Stream.of(hosts).anyMatch(String::isBlank)
                ? Optional.empty()
                : Optional.of(new DatabaseHosts(Stream.of(hosts)
                        .map(host -> "jdbc:mariadb://" + host + form.group(2))
                        .toList()));
    }
}
