package io.circleledger.bench.load;

import java.util.Map;
import java.util.TreeMap;

/**
 * What the load generator is told to do, as one line of text: fields {@code name=value} with tabs
 * between them.
 */
public final class LoadOrder {

    private final Map<String, String> fields = new TreeMap<>();

    private LoadOrder(String kind) {
        fields.put("kind", kind);
    }

    /** A kind of load: {@code path}, {@code read}, {@code create}, {@code change}, {@code join} or {@code insert}. */
    public static LoadOrder of(String kind) {
        return new LoadOrder(kind);
    }

    public LoadOrder with(String name, Object value) {
        var text = String.valueOf(value);
        if (text.chars().anyMatch(it -> it < ' ')) {
            throw new IllegalArgumentException(name + " holds a control character");
        }
        fields.put(name, text);
        return this;
    }

    static LoadOrder parse(String line) {
        var order = new LoadOrder("");
        for (var field : line.split("\t", -1)) {
            var equals = field.indexOf('=');
            if (equals < 1) {
                throw new LoadFailure("this is no field of an order: " + field);
            }
            order.fields.put(field.substring(0, equals), field.substring(equals + 1));
        }
        return order;
    }

    String line() {
        var line = new StringBuilder();
        fields.forEach((name, value) ->
                line.append(line.isEmpty() ? "" : "\t").append(name).append('=').append(value));
        return line.toString();
    }

    String text(String name) {
        var value = fields.get(name);
        if (value == null) {
            throw new LoadFailure("the order lacks " + name);
        }
        return value;
    }

    String text(String name, String absent) {
        return fields.getOrDefault(name, absent);
    }

    int number(String name) {
        return Integer.parseInt(text(name));
    }

    double decimal(String name, double absent) {
        return fields.containsKey(name) ? Double.parseDouble(text(name)) : absent;
    }
}
