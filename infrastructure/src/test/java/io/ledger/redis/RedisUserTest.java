package io.ledger.redis;

import static io.circleledger.infrastructure.contract.SampleHistories.created;
import static io.circleledger.infrastructure.contract.SampleHistories.newId;
import static io.circleledger.infrastructure.contract.SampleHistories.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.circleledger.infrastructure.contract.CircleLog;
import io.circleledger.infrastructure.stored.CircleStreams;
import io.ledger.core.StoreUnavailableException;
import io.ledger.core.document.DocumentScan.Part;
import io.ledger.core.log.GlobalPosition;
import io.ledger.mariadb.MariaDb;
import io.ledger.projection.ProjectionStep;
import io.ledger.projection.ReadModelRebuild;
import io.ledger.projection.ReadModelRebuild.RebuildOutcome;
import io.ledger.stores.TestStores;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Users that may do what the documentation says, and users that may do less. */
class RedisUserTest {

    @TempDir
    Path directory;

    private RedisProcess server;

    @BeforeEach
    void start() throws IOException {
        server = RedisProcess.server(directory);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void theDocumentedUserMayDoAllThatAReadModelNeeds() throws Exception {
        var access = TestStores.shared().freshDatabase();
        try (var redis = redisFor(RedisUser.documented());
                var near = redis.nearDocuments(CircleStreams.REDIS);
                var database = MariaDb.at(access.jdbcUrl(), access.user(), access.password(), CircleStreams.TABLES)) {
            database.migrate();
            assertThat(redis.faults(CircleStreams.REDIS)).isEmpty();
            near.start();
            RedisProcess.until(
                    "changes are told",
                    () -> Optional.of(true).filter(_ -> near.isOn()).orElseThrow());
            var events = CircleLog.store(database, 5);
            var log = CircleLog.log(database);
            var clock = InstantSource.system();
            var step = new ProjectionStep<>(
                    CircleStreams.PROJECTION, log, events, redis.store(CircleStreams.REDIS), clock);
            var rebuild = new ReadModelRebuild<>(
                    CircleStreams.PROJECTION,
                    log,
                    events,
                    redis.readModels(CircleStreams.REDIS),
                    clock,
                    (_, _, _) -> {});
            var id = newId();
            var position = record(events, id, created("football", 10));
            while (step.run() instanceof ProjectionStep.Outcome.Progressed) {}
            assertThat(near.find(id, position).value()).isPresent();
            assertThat(near.find(id, position).value()).isPresent();
            assertThat(redis.reader(CircleStreams.REDIS)
                            .page(GlobalPosition.START, 10)
                            .entries())
                    .hasSize(1);
            assertThat(rebuild.rebuild(0)).isInstanceOf(RebuildOutcome.Switched.class);
            assertThat(rebuild.rebuild(0)).isInstanceOf(RebuildOutcome.Switched.class);
            assertThat(rebuild.undo()).isInstanceOf(RebuildOutcome.Switched.class);
            var scan = redis.scan(CircleStreams.REDIS);
            for (var part : Part.values()) {
                assertThat(scan.ids(part, Optional.empty()).ids()).hasSizeLessThan(2);
            }
            assertThat(scan.look(List.of(id.id()))).hasSize(1);
            assertThat(scan.haveDocuments(List.of(id.id()))).isTrue();
            assertThat(scan.counts().listed()).isEqualTo(1);
            assertThat(scan.listed()).isEqualTo(1);
            var store = redis.store(CircleStreams.REDIS);
            assertThat(store.parked()).isEmpty();
            assertThat(store.reset(store.checkpoint())).isTrue();
        }
    }

    @Test
    void noPartOfTheDocumentedLineIsTooMuch() throws IOException {
        var rules = RedisUser.documented();
        for (var rule : rules) {
            if (rule.startsWith("+") || rule.startsWith("~")) {
                var fewer = rules.stream().filter(other -> !other.equals(rule)).toList();
                try (var redis = redisFor(fewer)) {
                    assertThat(redis.faults(CircleStreams.REDIS))
                            .as(rule)
                            .anySatisfy(fault -> assertThat(fault).contains(rule));
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "-mset -unlink # its user may not use the commands mset, unlink; add them with ACL SETUSER: +mset +unlink",
                "-client|tracking # its user may not use the commands client|tracking; add",
                "-eval # its user may not use the commands eval; add them with ACL SETUSER: +eval",
                "resetkeys ~circle:* # its user has no access to the keys circles:*; add them with ACL SETUSER: ~circles:*",
                "resetkeys ~circles:* # its user has no access to the keys circle:*; add",
                "resetkeys # its user has no access to the keys circles:*, circle:*; add",
                "resetkeys ~circles:* %R~circle:* # its user may not use the commands set, mset, del, unlink",
            })
    void whatAUserLacksIsNamed(String rules, String fault) {
        var all = "+@all ~* " + rules;
        try (var redis = redisFor(List.of(all.split(" ")))) {
            assertThat(redis.faults(CircleStreams.REDIS))
                    .singleElement()
                    .asString()
                    .startsWith(fault);
        }
    }

    @Test
    void aUserThatMayDoNothingAndAWrongPasswordAreTold() {
        try (var redis = redisFor(List.of("-@all"))) {
            assertThatThrownBy(redis::ping)
                    .isInstanceOfSatisfying(
                            StoreUnavailableException.class,
                            failure -> assertThat(Redis.reason(failure))
                                    .isEqualTo(
                                            "its user may not use the commands ping; add them with ACL SETUSER: +ping"));
        }
        try (var redis = PatientRedis.at(server.url().replace(":secret@", "ledger:s3cret@"))) {
            assertThatThrownBy(redis::ping)
                    .isInstanceOfSatisfying(
                            StoreUnavailableException.class,
                            failure -> assertThat(Redis.reason(failure))
                                    .isEqualTo("refuses the user or the password; check those in REDIS_URL"));
        }
    }

    private Redis redisFor(List<String> rules) {
        var arguments = new ArrayList<>(List.of("SETUSER", "ledger", "reset", "on", ">password"));
        arguments.addAll(rules);
        server.command("ACL", arguments.toArray(String[]::new));
        return PatientRedis.at(server.url().replace(":secret@", "ledger:password@"));
    }
}
