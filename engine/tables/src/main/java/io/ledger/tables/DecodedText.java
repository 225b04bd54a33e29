package io.ledger.tables;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The text of a file in the character sets that spreadsheets write in Japan and Europe.
 *
 * <p>What can be told for certain comes first: a byte order mark; the zeros that UTF-16 has in every other place; the escape
 * sequences of ISO-2022-JP; text that is valid UTF-8, which no other text of more than a few characters is by chance. Of the
 * other three the file is decoded strictly in each, and the likeliest text is taken: see {@link Plausibility}. A file of three
 * rows is too short for statistics of whole languages, but not for that.
 *
 * <p>Some characters of Windows have several counterparts in Unicode; they are read as Windows reads them, whatever the
 * character set, so that the same table is the same text in each.
 *
 * @param charset the name of the character set, as people know it
 */
record DecodedText(String text, String charset) {

    private static final String WINDOWS_31J = "windows-31j";
    private static final String WINDOWS_1252 = "windows-1252";
    private static final String EUC_JP = "EUC-JP";
    private static final String ISO_2022_JP = "ISO-2022-JP";

    /** As Windows writes them, with the characters that Windows adds. */
    private static final Charset EUC_JP_OF_WINDOWS = Charset.forName("x-eucJP-Open");

    private static final Charset ISO_2022_JP_OF_WINDOWS = Charset.forName("x-windows-iso2022jp");

    private static final String OF_JIS = "\u301C\u2212\u2016\u00A2\u00A3\u00AC\u2014";
    private static final String OF_WINDOWS = "\uFF5E\uFF0D\u2225\uFFE0\uFFE1\uFFE2\u2015";

    private static final int BYTE_ORDER_MARK = 0xFEFF;
    private static final byte ESCAPE = 0x1B;

    /** Decodes a file, or refuses it. */
    static DecodedText of(byte[] bytes) {
        DecodedText decoded = decoded(bytes);
        for (int at = 0; at < decoded.text.length(); at++) {
            if (decoded.text.charAt(at) == 0) {
                throw noText();
            }
        }
        return decoded;
    }

    private static DecodedText decoded(byte[] bytes) {
        if (bytes.length >= 3 && (bytes[0] & 0xFF) == 0xEF && (bytes[1] & 0xFF) == 0xBB && (bytes[2] & 0xFF) == 0xBF) {
            return certain(bytes, 3, StandardCharsets.UTF_8);
        }
        if (bytes.length >= 2) {
            if (ByteBuffer.wrap(bytes).getChar(0) == BYTE_ORDER_MARK) {
                return certain(bytes, 2, StandardCharsets.UTF_16BE);
            }
            if (ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getChar(0) == BYTE_ORDER_MARK) {
                return certain(bytes, 2, StandardCharsets.UTF_16LE);
            }
        }
        Optional<Charset> wide = wide(bytes);
        if (wide.isPresent()) {
            DecodedText decoded = certain(bytes, 0, wide.get());
            if (decoded.text.chars().anyMatch(DecodedText::isNoText)) {
                throw noText();
            }
            return decoded;
        }
        if (hasEscapes(bytes)) {
            String text = decode(bytes, 0, ISO_2022_JP_OF_WINDOWS);
            if (text != null) {
                return new DecodedText(asWindowsReads(text), ISO_2022_JP);
            }
        }
        String text = decode(bytes, 0, StandardCharsets.UTF_8);
        return text != null ? new DecodedText(text, "UTF-8") : likeliest(bytes);
    }

    private static DecodedText certain(byte[] bytes, int from, Charset charset) {
        String text = decode(bytes, from, charset);
        if (text == null) {
            throw new RefusedTableException(
                    TableFault.CHARACTERS,
                    "The file says that it is %s, but not all of it is. Save it again as CSV UTF-8."
                            .formatted(charset.name()));
        }
        return new DecodedText(text, charset.name());
    }

    /** Tells UTF-16 by its zeros: delimiters, digits and ends of lines have one each. Some kanji do as well, on the other side. */
    private static Optional<Charset> wide(byte[] bytes) {
        int[] zeros = new int[2];
        for (int at = 0; at < bytes.length; at++) {
            if (bytes[at] == 0) {
                zeros[at % 2]++;
            }
        }
        if (zeros[0] + zeros[1] == 0) {
            return Optional.empty();
        }
        if (bytes.length % 2 != 0 || zeros[0] == zeros[1]) {
            throw noText();
        }
        return Optional.of(zeros[1] > zeros[0] ? StandardCharsets.UTF_16LE : StandardCharsets.UTF_16BE);
    }

    /** Whether there are the sequences that ISO-2022-JP begins its kanji and kana with. */
    private static boolean hasEscapes(byte[] bytes) {
        for (int at = 0; at + 2 < bytes.length; at++) {
            if (bytes[at] == ESCAPE && (bytes[at + 1] == '$' || bytes[at + 1] == '(')) {
                return true;
            }
        }
        return false;
    }

    private static DecodedText likeliest(byte[] bytes) {
        DecodedText best = null;
        double bestScore = Plausibility.DOUBTFUL;
        for (String name : new String[] {WINDOWS_31J, EUC_JP, WINDOWS_1252}) {
            boolean isEuc = name.equals(EUC_JP);
            String text = decode(bytes, 0, isEuc ? EUC_JP_OF_WINDOWS : Charset.forName(name));
            double score = text == null
                    ? Double.NEGATIVE_INFINITY
                    : name.equals(WINDOWS_1252) ? Plausibility.european(text) : Plausibility.japanese(text);
            if (text != null && score > bestScore) {
                best = new DecodedText(isEuc ? asWindowsReads(text) : text, name);
                bestScore = score;
            }
        }
        if (best == null) {
            throw noText();
        }
        return best;
    }

    /** Programs and pictures have zeros in every other place as well, and then characters that no table has. */
    private static boolean isNoText(int c) {
        return (c < ' ' && "\t\n\r\f\u000B".indexOf(c) < 0) || !Character.isDefined(c);
    }

    private static String asWindowsReads(String text) {
        for (int at = 0; at < OF_JIS.length(); at++) {
            text = text.replace(OF_JIS.charAt(at), OF_WINDOWS.charAt(at));
        }
        return text;
    }

    private static @Nullable String decode(byte[] bytes, int from, Charset charset) {
        try {
            CharBuffer text = charset.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes, from, bytes.length - from));
            return text.toString();
        } catch (CharacterCodingException _) {
            return null;
        }
    }

    private static RefusedTableException noText() {
        return new RefusedTableException(
                TableFault.CHARACTERS,
                "The characters of this file cannot be read. Open it in the program that wrote it, and save it as XLSX or as"
                        + " CSV UTF-8.");
    }
}
