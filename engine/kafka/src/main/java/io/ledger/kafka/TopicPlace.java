package io.ledger.kafka;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.common.Uuid;

/**
 * Where to take up a topic again: the offset of each partition from which on everything is that follows some position.
 *
 * @param topic the id of the topic, which one that was deleted and made anew does not have
 * @param offsets by the number of the partition
 */
record TopicPlace(Uuid topic, List<Long> offsets) {

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{22}:\\d{1,18}(,\\d{1,18})*");

    /** A text without white space; empty for a topic of so many partitions that it would be long. */
    String text() {
        return offsets.size() > KafkaLimits.PLACE_PARTITIONS
                ? ""
                : topic + ":" + offsets.stream().map(Object::toString).collect(Collectors.joining(","));
    }

    /** Empty for a text that is none. */
    static Optional<TopicPlace> parse(String text) {
        if (!FORM.matcher(text).matches()) {
            return Optional.empty();
        }
        var colon = text.indexOf(':');
        var offsets = Pattern.compile(",")
                .splitAsStream(text.substring(colon + 1))
                .map(Long::valueOf)
                .toList();
        return Optional.of(new TopicPlace(Uuid.fromString(text.substring(0, colon)), offsets));
    }
}
