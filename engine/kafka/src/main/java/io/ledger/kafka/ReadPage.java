package io.ledger.kafka;

import io.ledger.core.log.LogPlace;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Some events of the log, as they are sent.
 *
 * @param bytes how large they are together
 * @param end the place of the last of them
 */
record ReadPage(List<ProducerRecord<byte[], byte[]>> records, long bytes, LogPlace end) {

    ReadPage {
        records = List.copyOf(records);
    }
}
