package io.ledger.kafka;

import io.ledger.core.feed.EventFeed;
import java.time.Duration;

/** Every limit of this package, in one place. */
final class KafkaLimits {

    /** Partitions of a topic that is made. */
    static final int PARTITIONS = 1_000;

    /** Replicas of a topic that is made. */
    static final int REPLICATION = 9;

    /** How long the lease lasts without being renewed: a holder that died is missed after this. */
    static final Duration LEASE_TERM = Duration.ofSeconds(6);

    /** How often its holder renews it; three renewals may fail before it is lost. */
    static final Duration LEASE_RENEWAL = Duration.ofMillis(1_500);

    /** How often the others ask for it. */
    static final Duration LEASE_POLL = Duration.ofSeconds(1);

    /** Events read from the log at a time. */
    static final int PAGE = EventFeed.MAX_PAGE;

    /** Events that are read and wait to be sent: reading stops when there are so many. */
    static final int QUEUED_EVENTS = 20_000;

    /** How large those may be; one page more is read before reading stops. */
    static final long QUEUED_BYTES = 16L << 20;

    /** Events of one transaction; a page that was begun is finished. */
    static final int TRANSACTION_EVENTS = 10_000;

    /** How large they may be; a page that was begun is finished. */
    static final long TRANSACTION_BYTES = 8L << 20;

    /** How long the reader rests at the end of the log, so that the next transaction has more than one event. */
    static final Duration REST = Duration.ofMillis(20);

    /** So many events after one rest show that the log is busy. */
    static final int BUSY_EVENTS = 100;

    /** The rest while the log is busy: a transaction costs Kafka and the log the same with many events as with few. */
    static final Duration BUSY_REST = Duration.ofMillis(100);

    /** How long the reader waits at the end of the log when nobody wakes it; another server may have appended. */
    static final Duration POLL = Duration.ofMillis(250);

    /** The rest after a first failure; each further one doubles it. */
    static final Duration FIRST_BACKOFF = Duration.ofMillis(100);

    /** The longest rest after failures. */
    static final Duration LONGEST_BACKOFF = Duration.ofSeconds(5);

    /** The rest before another look whether somebody has done something about what stops the relay. */
    static final Duration TROUBLE_REST = Duration.ofSeconds(2);

    /** After so many failures in a row the holder lets the lease go: another server may reach Kafka. */
    static final int FAILURES_OF_ONE_HOLDER = 10;

    /** A relay that has failed for this long is in trouble; a broker that is started again takes less. */
    static final Duration PATIENCE = Duration.ofSeconds(10);

    /** How long a call to Kafka may wait for its cluster. */
    static final int BLOCK_MILLIS = 5_000;

    /** How long one request may take before it is sent again. */
    static final int REQUEST_MILLIS = 3_000;

    /** How long an event may take with all tries until the transaction counts as failed. */
    static final int DELIVERY_MILLIS = 15_000;

    /** How long Kafka keeps a transaction open of which it hears nothing more: readers wait for its end. */
    static final int TRANSACTION_MILLIS = 30_000;

    /** How long the producer waits for a batch to fill; a commit does not wait for that. */
    static final int LINGER_MILLIS = 5;

    /** How large a batch of one partition may be. */
    static final int BATCH_BYTES = 256 << 10;

    /** Memory of the producer for what is not yet acknowledged; whoever sends waits when it is full. */
    static final long BUFFER_BYTES = 32L << 20;

    /** The largest request, and so about the largest event. */
    static final int LARGEST_REQUEST_BYTES = 4 << 20;

    /** The longest rest between two tries to reach a broker. */
    static final int RECONNECT_MILLIS = 1_000;

    /** How long a stop waits for the transaction at hand before it interrupts it. */
    static final Duration STOP = Duration.ofSeconds(5);

    /** A segment of the topic of places; the one being written is never compacted. */
    static final int PLACE_SEGMENT_BYTES = 4 << 20;

    /** How many offsets before the end the last place is looked for first; ever more if it is not there. */
    static final long PLACE_LOOK_BACK = 64;

    /** Events of the topic that wait for one projection: reading stops when there are so many. */
    static final int SOURCE_EVENTS = 20_000;

    /** How large those may be; what one poll brings is added. */
    static final long SOURCE_BYTES = 16L << 20;

    /** Records that one poll of the topic brings at most. */
    static final int POLLED_EVENTS = 2_000;

    /** How much of the topic one request asks for; one record may be larger. */
    static final int FETCHED_BYTES = 4 << 20;

    /** How long a broker waits with its answer for something new: whoever goes elsewhere in the topic waits for that too. */
    static final int FETCH_WAIT_MILLIS = 100;

    /** How long a projection waits for the topic before it reads the log; a relay that is replaced takes longer. */
    static final Duration SOURCE_PATIENCE = Duration.ofSeconds(2);

    /** An event that has not come so long after one that follows it is missing. */
    static final Duration GAP_PATIENCE = Duration.ofSeconds(1);

    /** How often a reader looks whether the topic is still the same, with the same partitions. */
    static final Duration TOPIC_LOOK = Duration.ofSeconds(5);

    /** Partitions whose offsets a checkpoint keeps; without them the place is looked for. */
    static final int PLACE_PARTITIONS = 100;

    /** So near a place is looked for; the rest is read and left out. */
    static final long PLACE_NEARNESS = 1_000;

    private KafkaLimits() {}
}
