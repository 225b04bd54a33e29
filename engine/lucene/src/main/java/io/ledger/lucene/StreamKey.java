package io.ledger.lucene;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.UUID;
import org.apache.lucene.index.Term;
import org.apache.lucene.util.BytesRef;

/** The id of a stream as the index has it: the 16 octets of a UUID. */
final class StreamKey {

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private StreamKey() {}

    /** @param id 36 characters of a UUID */
    static BytesRef of(String id) {
        var uuid = UUID.fromString(id);
        var octets = new byte[2 * Long.BYTES];
        LONG.set(octets, 0, uuid.getMostSignificantBits());
        LONG.set(octets, Long.BYTES, uuid.getLeastSignificantBits());
        return new BytesRef(octets);
    }

    static String id(BytesRef key) {
        var most = (long) LONG.get(key.bytes, key.offset);
        var least = (long) LONG.get(key.bytes, key.offset + Long.BYTES);
        return new UUID(most, least).toString();
    }

    static Term term(BytesRef key) {
        return new Term(SearchSchema.ID, key);
    }
}
