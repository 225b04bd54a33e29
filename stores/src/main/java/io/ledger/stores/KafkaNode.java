package io.ledger.stores;

import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * One broker of a cluster, and where it listens on 127.0.0.1.
 *
 * @param id from 1
 * @param port for clients and the other brokers
 * @param controllerPort for the controllers, of which each broker is one
 */
public record KafkaNode(int id, int port, int controllerPort) {

    /** Brokers of a new cluster, on ports that are free now. */
    public static List<KafkaNode> choose(int brokers) {
        return IntStream.rangeClosed(1, brokers)
                .mapToObj(id -> new KafkaNode(
                        id, LoopbackPort.choose(OptionalInt.empty()), LoopbackPort.choose(OptionalInt.empty())))
                .toList();
    }

    /** Where clients find the broker. */
    public String address() {
        return LoopbackPort.ADDRESS + ":" + port;
    }

    String voter() {
        return id + "@" + LoopbackPort.ADDRESS + ":" + controllerPort;
    }
}
