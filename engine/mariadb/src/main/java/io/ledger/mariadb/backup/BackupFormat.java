package io.ledger.mariadb.backup;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * How a backup is laid out.
 *
 * <pre>
 * ledger-backup 1                      what it is, and the version of this format
 * {"made_at":…,"schema":…,"head":…}    {@link BackupHeader}
 * (gzip)                               the tables
 * sha256 (64 digits)                   over every octet before this line
 * ledger-backup end
 * </pre>
 *
 * <p>The two last lines have a fixed length, so the end of a file says whether it is whole, and the sum whether each octet
 * is as it was written. Neither needs the tables to be unpacked.
 *
 * <p>Unpacked, there is a mark before each thing. A table is {@link #TABLE}, its name, and the names of its columns; a row
 * {@link #ROW} and its values; {@link #TABLE_END} says how many rows there were; {@link #END} is the last mark. A value is
 * the number of its octets, in four octets, and they themselves; -1 stands for no value.
 */
final class BackupFormat {

    static final int VERSION = 1;

    static final String NAME = "ledger-backup ";

    static final byte TABLE = 'T';
    static final byte ROW = 'R';
    static final byte TABLE_END = 'E';
    static final byte END = 'Z';

    private static final String SUM = "sha256 ";
    private static final String LAST_LINE = NAME + "end\n";

    /** The octets of the two last lines. */
    static final int TRAILER_BYTES = SUM.length() + 64 + 1 + LAST_LINE.length();

    private BackupFormat() {}

    static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java has SHA-256", impossible);
        }
    }

    static String trailer(String sum) {
        return SUM + sum + "\n" + LAST_LINE;
    }

    /** Whether a trailer is one, whatever sum it says. */
    static boolean isTrailer(String text) {
        return text.startsWith(SUM) && text.endsWith("\n" + LAST_LINE);
    }

    static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String text(byte[] octets) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(octets))
                    .toString();
        } catch (CharacterCodingException damaged) {
            throw new UnusableBackupException("a text in the backup is not UTF-8; use another backup", damaged);
        }
    }
}
