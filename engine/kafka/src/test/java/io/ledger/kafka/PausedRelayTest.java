package io.ledger.kafka;

import static io.ledger.kafka.Eventually.eventually;
import static io.ledger.kafka.KafkaRelayTest.relayed;

import io.ledger.kafka.HeldProducer.Gate;
import io.ledger.kafka.HeldProducer.Stop;
import io.ledger.kafka.RelaySession.ProducerFactory;
import io.ledger.kafka.RelayStatus.RelayState;
import io.ledger.stores.TestKafka;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A relay that is paused at any of its steps while another one takes over, and then wakes. */
class PausedRelayTest {

    private RelayedLedger ledger;

    @BeforeEach
    void openLog() {
        ledger = RelayedLedger.to(TestKafka.shared());
        ledger.grow(4, 5);
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    @ParameterizedTest
    @EnumSource(Stop.class)
    void doublesAndLosesNothing(Stop stop) throws InterruptedException {
        var lease = new HandedLease("a");
        var gate = Gate.at(stop);
        var paused =
                ledger.relay("a", ledger.feed(), lease.seenBy("a"), properties -> new HeldProducer(properties, gate));
        gate.awaitReached();

        lease.handTo("b");
        var second = ledger.relay("b", ledger.feed(), lease.seenBy("b"), ProducerFactory.KAFKA);
        relayed(second, 20);
        ledger.grow(2, 5);
        relayed(second, 30);
        gate.open();
        eventually(
                () -> "the first stands back: " + paused.status(),
                () -> paused.status().state() == RelayState.STANDBY);
        ledger.grow(2, 5);

        try (var consumer = ledger.consumer()) {
            consumer.areTheWholeLog(40);
        }
        relayed(second, 40);
    }

    /** Two that both believe to have the lease, the worst that a lease can do, shut each other out and double nothing. */
    @Test
    void twoThatBothBelieveToHaveTheLeaseDoubleNothing() {
        ledger.relay("a", ledger.feed(), new HandedLease("a").seenBy("a"), ProducerFactory.KAFKA);
        ledger.relay("b", ledger.feed(), new HandedLease("b").seenBy("b"), ProducerFactory.KAFKA);

        for (var round = 1; round <= 10; round++) {
            ledger.grow(5, 4);
        }

        try (var consumer = ledger.consumer()) {
            consumer.areTheWholeLog(220);
        }
    }
}
