package io.ledger.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The user that OPERATIONS says is enough. */
public final class RedisUser {

    private static final Pattern LINE = Pattern.compile("(?m)^ACL SETUSER ledger (.*)$");

    private RedisUser() {}

    /** The rules of the documentation. */
    static List<String> documented() throws IOException {
        var line = LINE.matcher(Files.readString(Path.of("../docs/OPERATIONS.md")));
        assertThat(line.find()).isTrue();
        return List.of(line.group(1).split(" "));
    }

    /** The user's name, the rules of the documentation but for its keys, and others. */
    public static String[] documented(String... others) throws IOException {
        var rules = new ArrayList<>(List.of("ledger"));
        documented().stream().filter(rule -> !rule.startsWith("~")).forEach(rules::add);
        rules.addAll(List.of(others));
        return rules.toArray(String[]::new);
    }
}
