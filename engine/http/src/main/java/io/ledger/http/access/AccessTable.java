package io.ledger.http.access;

import io.ledger.core.identity.AccountRole;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What each route needs: the one table of rights. A route that is not in it is refused to everybody.
 *
 * <p>It is written as text, one route a line: {@code METHOD PATTERN WHO}, where who is {@code anybody},
 * {@code signed-in}, the name of a role, or a role and a tie as in {@code editor,author}. Empty lines and lines that begin with {@code #} do not count.
 */
public final class AccessTable {

    /** No route. */
    public static final AccessTable EMPTY = new AccessTable(Map.of());

    /** Who may take a route. */
    public sealed interface Need {

        /** Whoever comes, named or not. */
        record Nothing() implements Need {}

        /** Whoever is known. */
        record Name() implements Need {}

        /** Whoever has a role that includes this one. */
        record RequiredRole(AccountRole role) implements Need {}

        /** Whoever has such a role, or is tied to what the segment {@code id} of the path names ({@link PersonTies}). */
        record RoleOrTie(AccountRole role, String tie) implements Need {}
    }

    private static final Pattern TIED = Pattern.compile("([a-z]+),([a-z]+)");

    private final Map<String, Need> needs;

    private AccessTable(Map<String, Need> needs) {
        this.needs = Map.copyOf(needs);
    }

    /**
     * Reads a table.
     *
     * @throws IllegalArgumentException when a line is none, or names a route a second time
     */
    public static AccessTable parse(String text) {
        var needs = new HashMap<String, Need>();
        text.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .forEach(line -> {
                    var words = line.split("\\s+", -1);
                    var need = words.length == 3 ? parsed(words[1], words[2]) : Optional.<Need>empty();
                    if (need.isEmpty() || needs.put(words[0] + " " + words[1], need.get()) != null) {
                        throw new IllegalArgumentException(
                                "\"%s\" must be METHOD PATTERN WHO, for a route that is not named yet".formatted(line));
                    }
                });
        return new AccessTable(needs);
    }

    private static Optional<Need> parsed(String pattern, String word) {
        return switch (word) {
            case "anybody" -> Optional.of(new Need.Nothing());
            case "signed-in" -> Optional.of(new Need.Name());
            default -> {
                var tied = TIED.matcher(word);
                yield tied.matches() && pattern.contains("/{id}")
                        ? AccountRole.parse(tied.group(1)).map(role -> new Need.RoleOrTie(role, tied.group(2)))
                        : AccountRole.parse(word).map(Need.RequiredRole::new);
            }
        };
    }

    /** What a route needs; empty if the table does not have the route. */
    public Optional<Need> need(String method, String pattern) {
        return Optional.ofNullable(needs.get((method.equals("HEAD") ? "GET" : method) + " " + pattern));
    }

    /** All routes of the table, as method and pattern. */
    public Set<String> routes() {
        return new TreeSet<>(needs.keySet());
    }
}
