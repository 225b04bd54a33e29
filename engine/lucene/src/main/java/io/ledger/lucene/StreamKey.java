package io.ledger.lucene;

import java.util.UUID;
import org.apache.lucene.index.Term;
import org.apache.lucene.util.BitUtil;
import org.apache.lucene.util.BytesRef;

/** The id of a stream as the index has it: the 16 octets of a UUID. */
final class StreamKey {

    private StreamKey() {}

    /** @param id 36 characters of a UUID */
    static BytesRef of(String id) {
        var uuid = UUID.fromString(id);
        var octets = new byte[2 * Long.BYTES];
        BitUtil.VH_BE_LONG.set(octets, 0, uuid.getMostSignificantBits());
        BitUtil.VH_BE_LONG.set(octets, Long.BYTES, uuid.getLeastSignificantBits());
        return new BytesRef(octets);
    }

    static String id(BytesRef key) {
        var most = (long) BitUtil.VH_BE_LONG.get(key.bytes, key.offset);
        var least = (long) BitUtil.VH_BE_LONG.get(key.bytes, key.offset + Long.BYTES);
        return new UUID(most, least).toString();
    }

    static Term term(BytesRef key) {
        return new Term(SearchSchema.ID, key);
    }
}
