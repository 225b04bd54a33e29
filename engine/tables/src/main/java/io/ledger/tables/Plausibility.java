package io.ledger.tables;

import java.nio.charset.Charset;
import java.util.BitSet;

/**
 * How likely a text is what somebody wrote, from about -1 to 1.
 *
 * <p>Bytes of one character set that are decoded in another give characters that nobody writes: Japanese ones in the wrong
 * Japanese set become half-width kana and rare kanji, European letters become rare kanji in the middle of words, and Japanese
 * becomes European letters and signs that stand in no word.
 */
final class Plausibility {

    /** A text that is not more plausible than that is none. */
    static final double DOUBTFUL = -0.25;

    private static final double IMPOSSIBLE = -10;

    /** The kanji of the first level, those of everyday texts. */
    private static final BitSet EVERYDAY_KANJI = everydayKanji();

    private static final String EUROPEAN_SIGNS = "«»–—‘’‚“”„…€£°·¿¡©®™ªº§½¼²³×\u00A0";

    private static BitSet everydayKanji() {
        var kanji = new BitSet(0x10000);
        for (int lead = 0x88; lead <= 0x98; lead++) {
            for (int trail = lead == 0x88 ? 0x9F : 0x40; trail <= (lead == 0x98 ? 0x72 : 0xFC); trail++) {
                String text = new String(new byte[] {(byte) lead, (byte) trail}, Charset.forName("windows-31j"));
                if (text.length() == 1 && text.charAt(0) != '\uFFFD') {
                    kanji.set(text.charAt(0));
                }
            }
        }
        return kanji;
    }

    /** Rates a text that was decoded from a Japanese character set. */
    static double japanese(String text) {
        double score = 0;
        int count = 0;
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c >= 0x80) {
                score += japanese(c, isLetter(text, at - 1) && isLetter(text, at + 1));
                count++;
            } else if (isControl(c)) {
                score += IMPOSSIBLE;
            }
        }
        return count == 0 ? score : score / count;
    }

    private static double japanese(char c, boolean isInsideWord) {
        if (c < 0xA0 || isIn(c, 0xE000, 0xF8FF)) {
            return IMPOSSIBLE;
        }
        if (isIn(c, 0xFF61, 0xFF9F)) {
            return -0.2;
        }
        if (isIn(c, 0x3040, 0x30FF)) {
            return 1;
        }
        if (isIn(c, 0x4E00, 0x9FFF) || isIn(c, 0xF900, 0xFAFF)) {
            return isInsideWord ? -1 : EVERYDAY_KANJI.get(c) ? 0.9 : -0.6;
        }
        boolean isSign = isIn(c, 0x3000, 0x303F) || isIn(c, 0xFF01, 0xFF60);
        boolean isNumbered = isIn(c, 0x2460, 0x2473) || isIn(c, 0x2160, 0x217B) || isIn(c, 0x3220, 0x33FF);
        return isSign || isNumbered ? 0.8 : -0.3;
    }

    /** Rates a text that was decoded as windows-1252. */
    static double european(String text) {
        double score = 0;
        int count = 0;
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c >= 0x80) {
                score += european(c, isLetter(text, at - 1) || isLetter(text, at + 1));
                count++;
            } else if (isControl(c)) {
                score += IMPOSSIBLE;
            }
        }
        return count == 0 ? score : score / count;
    }

    private static double european(char c, boolean isBesideLetter) {
        if (c < 0xA0) {
            return IMPOSSIBLE;
        }
        if (Character.isLetter(c) && c != 'ª' && c != 'º') {
            return isBesideLetter ? 0.7 : -0.7;
        }
        return EUROPEAN_SIGNS.indexOf(c) >= 0 ? 0 : -0.7;
    }

    private static boolean isLetter(String text, int at) {
        if (at < 0 || at >= text.length()) {
            return false;
        }
        char c = text.charAt(at);
        return isIn(c, 'a', 'z') || isIn(c, 'A', 'Z');
    }

    private static boolean isControl(char c) {
        return c < ' ' && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != 0x1A;
    }

    private static boolean isIn(char c, int first, int last) {
        return c >= first && c <= last;
    }

    private Plausibility() {}
}
