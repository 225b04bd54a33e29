package io.ledger.office;

import io.ledger.http.answer.Fault;
import io.ledger.http.answer.Faults;
import io.ledger.http.request.Call;
import io.ledger.http.request.JsonBody;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * What somebody wants changed of a row.
 *
 * @param values in the place of those that were read
 * @param skip true to leave it out, false to take it all the same
 */
record RowChange(Map<String, String> values, Optional<Boolean> skip) {

    private static final String VALUES = "values";
    private static final String SKIP = "skip";

    /** @throws io.ledger.http.answer.Refusal when the body says something else */
    static RowChange read(Call call, List<String> fields, Faults faults) {
        var body = JsonBody.tree(call);
        if (!body.isObject()) {
            faults.add(new Fault("#", "The body must be an object with values, skip, or both"));
            faults.refuseIfAny();
        }
        for (var name : body.propertyNames()) {
            if (!name.equals(VALUES) && !name.equals(SKIP)) {
                faults.add(Fault.field(name, "The field is not known; known are values, skip"));
            }
        }
        if (!body.has(VALUES) && !body.has(SKIP)) {
            faults.add(new Fault("#", "The change names nothing; send values, skip, or both"));
        }
        var values = body.has(VALUES) ? values(body.get(VALUES), fields, faults) : Map.<String, String>of();
        var skip = Optional.ofNullable(body.get(SKIP));
        if (skip.filter(node -> !node.isBoolean()).isPresent()) {
            faults.add(Fault.field(SKIP, "The field skip must be true or false"));
        }
        faults.refuseIfAny();
        return new RowChange(values, skip.map(JsonNode::asBoolean));
    }

    private static Map<String, String> values(JsonNode node, List<String> fields, Faults faults) {
        var values = new LinkedHashMap<String, String>();
        if (!node.isObject()) {
            faults.add(Fault.field(VALUES, "The field values must be an object of texts"));
            return values;
        }
        node.properties().forEach(entry -> {
            var value = entry.getValue();
            if (!fields.contains(entry.getKey())) {
                faults.add(new Fault(
                        "#/values",
                        "No column is for %s; known are %s".formatted(entry.getKey(), String.join(", ", fields))));
            } else if (!value.isString() && !value.isNumber()) {
                faults.add(new Fault("#/values/" + entry.getKey(), "The value must be a text or a number"));
            } else if (value.asString().codePoints().anyMatch(RowChange::isHalf)) {
                faults.add(new Fault(
                        "#/values/" + entry.getKey(), "The value has half of a surrogate pair; send valid Unicode"));
            } else {
                values.put(entry.getKey(), value.asString());
            }
        });
        return values;
    }

    /** It is no character, and would be kept as another one. */
    private static boolean isHalf(int codePoint) {
        return Character.getType(codePoint) == Character.SURROGATE;
    }

    /**
     * The field of each column, by its index.
     *
     * @throws io.ledger.http.answer.Refusal when the body says something else
     */
    static Map<Integer, String> columns(Call call, List<String> fields, int columns, Faults faults) {
        var body = JsonBody.tree(call);
        if (!body.isArray()) {
            faults.add(new Fault("#", "The body must be an array of objects with index and field"));
            faults.refuseIfAny();
        }
        var mapped = new HashMap<Integer, String>();
        var taken = new ArrayList<String>();
        for (var i = 0; i < body.size(); i++) {
            column(body.get(i), "#/" + i, fields, columns, mapped, taken, faults);
        }
        faults.refuseIfAny();
        return mapped;
    }

    private static void column(
            JsonNode node,
            String pointer,
            List<String> fields,
            int columns,
            Map<Integer, String> mapped,
            List<String> taken,
            Faults faults) {
        var index = node.path("index");
        var field = node.path("field");
        if (!index.isInt() || index.asInt() < 0 || index.asInt() >= columns) {
            faults.add(new Fault(pointer + "/index", "The index must be that of a column, from 0 to " + (columns - 1)));
        } else if (field.isNull() || field.isMissingNode()) {
            mapped.remove(index.asInt());
        } else if (!field.isString() || !fields.contains(field.asString())) {
            faults.add(new Fault(pointer + "/field", "The field must be null, or one of " + String.join(", ", fields)));
        } else if (taken.contains(field.asString()) || mapped.containsKey(index.asInt())) {
            faults.add(new Fault(pointer, "The field or the column is named twice; name it once"));
        } else {
            mapped.put(index.asInt(), field.asString());
            taken.add(field.asString());
        }
    }
}
