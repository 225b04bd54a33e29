package io.ledger.redis;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.cluster.api.sync.RedisClusterCommands;
import java.security.cert.CertificateException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/**
 * What makes a Redis unfit to hold a read model, as far as it lets itself be asked.
 *
 * <p>A Redis that evicts takes documents away while it says that all is well, and one that is a replica takes no
 * writes. Who may neither ask {@code INFO} nor {@code CONFIG} or {@code ROLE} is told nothing of that. A user who lacks
 * something that the read model needs is told what; Redis before version 7 cannot be asked for it.
 */
final class RedisFaults {

    /** How Redis names the command in a refusal. */
    private static final Pattern COMMAND = Pattern.compile("run the '([a-z|]+)' command");

    private static final String NO_EVICTION = "noeviction";

    private static final RedisScript<List<String>> PERMISSIONS =
            RedisScript.alone("permissions.lua", ScriptOutputType.MULTI);

    private static final String REPLICA = "it is a replica";

    private RedisFaults() {}

    static boolean isReplica(String fault) {
        return fault.startsWith(REPLICA);
    }

    /**
     * What its user may not do that a read model needs: each fault in a sentence that may be shown to anybody.
     *
     * @param keys of the read model
     */
    static List<String> ofUser(RedisClusterCommands<String, String> commands, KeySpace keys, boolean isCluster) {
        try {
            var patterns = keys.patterns();
            var missing = PERMISSIONS.run(
                    commands,
                    // None, since a key that may not be used would be refused before anything is said.
                    new String[0],
                    keys.generation(),
                    keys.generation(GenerationNumber.FIRST).document("0"),
                    patterns.getFirst(),
                    patterns.getLast(),
                    isCluster ? "1" : "0");
            return Stream.of("keys", "command")
                    .map(kind -> lacking(kind, missing))
                    .flatMap(Optional::stream)
                    .toList();
        } catch (RedisCommandExecutionException refusal) {
            return isDenied(refusal) ? reason(refusal).stream().toList() : List.of();
        }
    }

    private static Optional<String> lacking(String kind, List<String> missing) {
        var names = missing.stream()
                .filter(name -> name.startsWith(kind + " "))
                .map(name -> name.substring(kind.length() + 1))
                .toList();
        if (names.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                kind.equals("keys")
                        ? "its user has no access to the keys %s; add them with ACL SETUSER: ~%s"
                                .formatted(String.join(", ", names), String.join(" ~", names))
                        : "its user may not use the commands %s; add them with ACL SETUSER: +%s"
                                .formatted(String.join(", ", names), String.join(" +", names)));
    }

    /** Whether it is the user that is refused, and not what it wanted. */
    static boolean isDenied(RedisCommandExecutionException refusal) {
        return String.valueOf(refusal.getMessage()).startsWith("NOPERM");
    }

    /**
     * Why Redis cannot be used, in a sentence that may be shown to anybody; empty when it just does not answer.
     *
     * @param failure from below what was asked
     */
    static Optional<String> reason(Throwable failure) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            var text = String.valueOf(cause.getMessage());
            if (cause instanceof RedisCommandExecutionException && text.startsWith("WRONGPASS")) {
                return Optional.of("refuses the user or the password; check those in REDIS_URL");
            }
            if (cause instanceof RedisCommandExecutionException && text.startsWith("NOAUTH")) {
                return Optional.of("wants a user and a password; put them into REDIS_URL, those of Sentinels into"
                        + " REDIS_SENTINEL_USER and REDIS_SENTINEL_PASSWORD");
            }
            if (cause instanceof RedisCommandExecutionException && text.startsWith("NOPERM")) {
                var command = COMMAND.matcher(text);
                return Optional.of(
                        command.find()
                                ? "its user may not use the commands %s; add them with ACL SETUSER: +%s"
                                        .formatted(command.group(1), command.group(1))
                                : "its user has no access to the keys of the read model; add them with ACL SETUSER");
            }
            if (cause instanceof CertificateException || cause instanceof SSLException) {
                return Optional.of("no safe connection by TLS: " + text
                        + "; check REDIS_CA_FILE, the name in REDIS_URL, and what its certificate is for");
            }
            if (text.startsWith("Cannot provide redisAddress using sentinel")) {
                return Optional.of("Sentinels know no primary by the name after # in REDIS_URL, or none yet");
            }
        }
        return Optional.empty();
    }

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
            faults.add(REPLICA + ", which takes no writes; set REDIS_URL to its primary, or make it one with"
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
