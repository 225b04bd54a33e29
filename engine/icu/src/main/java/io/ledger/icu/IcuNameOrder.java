package io.ledger.icu;

import com.ibm.icu.text.Collator;
import com.ibm.icu.text.RawCollationKey;
import com.ibm.icu.util.ULocale;
import com.ibm.icu.util.VersionInfo;
import java.util.Arrays;

/**
 * The order of names as a Japanese index has it, by the collation of Unicode's CLDR: Latin letters, then kana by sound
 * ({@code アーチェリー} among {@code アア}), then kanji as JIS X 0208 has them.
 *
 * <p>Kanji have no order by sound without readings, which nobody enters.
 */
public final class IcuNameOrder {

    /** Frozen, so threads can share it. */
    private static final Collator JAPANESE =
            Collator.getInstance(ULocale.JAPANESE).freeze();

    /** Of the tables: keys of another version are in another order. */
    public static final String VERSION = "by ICU " + VersionInfo.ICU_VERSION + ", collation " + JAPANESE.getVersion();

    private IcuNameOrder() {}

    /**
     * The key of a name: names are in the order of their keys' octets, as numbers without sign.
     *
     * @param maxBytes the length to cut at; names whose keys are the same up to there count as equal
     */
    public static byte[] key(String name, int maxBytes) {
        var key = JAPANESE.getRawCollationKey(name, new RawCollationKey());
        return Arrays.copyOf(key.bytes, Math.min(key.size, maxBytes));
    }
}
