package io.ledger.kafka;

import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A producer that stops at one of its steps, as in a server that is paused just then, until it is let go. */
final class HeldProducer extends KafkaProducer<byte[], byte[]> {

    /** Where it stops, once. */
    enum Stop {
        BEFORE_IT_SHUTS_OUT_OTHERS,
        AFTER_IT_SHUT_OUT_OTHERS,
        BEFORE_ITS_COMMIT,
        AFTER_ITS_COMMIT
    }

    /** The stop, shared by the producers that follow each other in one relay. */
    record Gate(Stop stop, CountDownLatch reached, CountDownLatch opened) {

        static Gate at(Stop stop) {
            return new Gate(stop, new CountDownLatch(1), new CountDownLatch(1));
        }

        void awaitReached() throws InterruptedException {
            if (!reached.await(30, TimeUnit.SECONDS)) {
                throw new AssertionError("The relay did not come to " + stop);
            }
        }

        void open() {
            opened.countDown();
        }

        private void pass(Stop here) {
            if (here != stop) {
                return;
            }
            reached.countDown();
            try {
                if (!opened.await(60, TimeUnit.SECONDS)) {
                    throw new AssertionError("Nobody let the relay go on from " + stop);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private final Gate gate;

    HeldProducer(Map<String, Object> properties, Gate gate) {
        super(properties, new ByteArraySerializer(), new ByteArraySerializer());
        this.gate = gate;
    }

    @Override
    public void initTransactions() {
        gate.pass(Stop.BEFORE_IT_SHUTS_OUT_OTHERS);
        super.initTransactions();
        gate.pass(Stop.AFTER_IT_SHUT_OUT_OTHERS);
    }

    @Override
    public void commitTransaction() {
        flush();
        gate.pass(Stop.BEFORE_ITS_COMMIT);
        super.commitTransaction();
        gate.pass(Stop.AFTER_ITS_COMMIT);
    }
}
