package io.ledger.tool;

import io.ledger.kafka.KafkaSettings;
import io.ledger.mariadb.TableNames;
import io.ledger.redis.RedisAddress;
import io.ledger.server.DatabaseSettings;
import io.ledger.server.LedgerModules;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The ledger that a subcommand works on.
 *
 * @param program what the program is called, in messages
 * @param modules the kinds of streams
 * @param dataDir where the embedded stores are
 * @param database an external MariaDB or MySQL, empty when it is embedded
 * @param redis an external Redis, empty when it is embedded
 * @param snapshotInterval a snapshot of a stream is taken at each multiple of this version
 * @param idempotencyKept how long the answer to a request with an idempotency key is kept
 * @param projectedTopic the topic that projections take the events from, empty where they read the log
 * @param url where people reach the server
 */
public record ToolSettings(
        String program,
        LedgerModules modules,
        TableNames tables,
        Path dataDir,
        Optional<DatabaseSettings> database,
        Optional<RedisAddress> redis,
        int snapshotInterval,
        Duration idempotencyKept,
        Optional<KafkaSettings> projectedTopic,
        String url) {

    /** Says something in the name of the program. */
    void say(PrintStream out, String text) {
        out.println(program + ": " + text);
    }

    /** Leaves out what may hold a password. */
    @Override
    public String toString() {
        return "ToolSettings[%s, %s]".formatted(program, dataDir);
    }
}
