package io.ledger.http.answer;

import tools.jackson.databind.json.JsonMapper;

/** Writes JSON texts. */
final class Json {

    private static final JsonMapper MAPPER = JsonMapper.shared();

    private Json() {}

    /** @param document made of maps, lists, records, texts and numbers */
    static String write(Object document) {
        return MAPPER.writeValueAsString(document);
    }
}
