package io.ledger.redis;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.cluster.api.sync.RedisClusterCommands;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * What makes a Redis unfit to hold a read model, as far as it lets itself be asked.
 *
 * <p>A Redis that evicts takes documents away while it says that all is well, and one that is a replica takes no
 * writes. Who may neither ask {@code INFO} nor {@code CONFIG} or {@code ROLE} is told nothing.
 */
final class RedisFaults {

    private static final String NO_EVICTION = "noeviction";

    private RedisFaults() {}

    /** Each fault in a sentence that says what to set and may be shown to anybody. */
    static List<String> of(RedisClusterCommands<String, String> commands) {
        var faults = new ArrayList<String>();
        var memory = permitted(() -> lines(commands.info("memory")));
        var policy = memory.map(lines -> lines.get("maxmemory_policy"))
                .or(() -> setting(commands, "maxmemory-policy"))
                .orElse(NO_EVICTION);
        var limit = memory.map(lines -> lines.get("maxmemory"))
                .or(() -> setting(commands, "maxmemory"))
                .orElse("0");
        if (!policy.equals(NO_EVICTION) && !limit.equals("0")) {
            faults.add(
                    "it evicts (maxmemory-policy %s, maxmemory %s), and so may drop documents; set maxmemory-policy to"
                                    .formatted(policy, limit)
                            + " noeviction");
        }
        if (role(commands).filter("slave"::equals).isPresent()) {
            faults.add("it is a replica, which takes no writes; set REDIS_URL to its primary, or make it one with"
                    + " REPLICAOF NO ONE");
        }
        return faults;
    }

    private static Optional<String> role(RedisClusterCommands<String, String> commands) {
        return permitted(() -> lines(commands.info("replication")))
                .map(lines -> lines.get("role"))
                .or(() -> permitted(commands::role).map(role -> String.valueOf(role.getFirst())));
    }

    private static Optional<String> setting(RedisClusterCommands<String, String> commands, String name) {
        return permitted(() -> commands.configGet(name)).map(settings -> settings.get(name));
    }

    private static Map<String, String> lines(String info) {
        return info.lines()
                .map(line -> line.split(":", 2))
                .filter(line -> line.length == 2)
                .collect(Collectors.toMap(line -> line[0], line -> line[1].strip(), (first, _) -> first));
    }

    /** The answer, unless Redis refuses to give it. */
    private static <T> Optional<T> permitted(Supplier<T> question) {
        try {
            return Optional.of(question.get());
        } catch (RedisCommandExecutionException refused) {
            return Optional.empty();
        }
    }
}
