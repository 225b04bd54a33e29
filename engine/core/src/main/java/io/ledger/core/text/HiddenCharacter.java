package io.ledger.core.text;

import java.lang.Character.UnicodeScript;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * A character of a text that shows nothing where it stands, or turns the text around it: two texts with and
 * without it look the same, and are not.
 *
 * <p>Hidden are Unicode's Default_Ignorable_Code_Point, line and paragraph separators, blanks that are no white
 * space, and code points that are no characters. Some of these do show something in the right place, and are not
 * hidden there:
 *
 * <ul>
 *   <li>a joiner between two emoji, and the tags after a black flag (England, Scotland, Wales);
 *   <li>a variation selector after the character that it varies;
 *   <li>the joiners in scripts whose letters change their shape by them, such as Arabic (Persian needs the
 *       non-joiner inside words) and the Indic ones; and Mongolian's own selectors.
 * </ul>
 *
 * <p>The joiners of the last kind may make two names that differ in little. Folding drops them.
 *
 * @param place which character of the text it is, from 1
 */
public record HiddenCharacter(int codePoint, int place) {

    private static final int NON_JOINER = 0x200C;
    private static final int JOINER = 0x200D;
    private static final int BLACK_FLAG = 0x1F3F4;
    private static final int TAG_END = 0xE007F;
    private static final int MIN_TAGS = 3;
    private static final int MAX_TAGS = 6;

    /** First and last of each range of Default_Ignorable_Code_Point, which the JDK does not tell of. */
    private static final int[] DEFAULT_IGNORABLE = {
        0xAD, 0xAD, 0x34F, 0x34F, 0x61C, 0x61C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B, 0x180F, 0x200B, 0x200F, 0x202A,
        0x202E, 0x2060, 0x206F, 0x3164, 0x3164, 0xFE00, 0xFE0F, 0xFEFF, 0xFEFF, 0xFFA0, 0xFFA0, 0xFFF0, 0xFFF8, 0x1BCA0,
        0x1BCA3, 0x1D173, 0x1D17A, 0xE0000, 0xE0FFF
    };

    private static final Set<UnicodeScript> SCRIPTS_WITH_JOINERS = EnumSet.of(
            UnicodeScript.ADLAM,
            UnicodeScript.ARABIC,
            UnicodeScript.BALINESE,
            UnicodeScript.BENGALI,
            UnicodeScript.CHAKMA,
            UnicodeScript.DEVANAGARI,
            UnicodeScript.GUJARATI,
            UnicodeScript.GURMUKHI,
            UnicodeScript.HANIFI_ROHINGYA,
            UnicodeScript.JAVANESE,
            UnicodeScript.KANNADA,
            UnicodeScript.KHMER,
            UnicodeScript.MALAYALAM,
            UnicodeScript.MANDAIC,
            UnicodeScript.MONGOLIAN,
            UnicodeScript.MYANMAR,
            UnicodeScript.NKO,
            UnicodeScript.ORIYA,
            UnicodeScript.SINHALA,
            UnicodeScript.SYRIAC,
            UnicodeScript.TAMIL,
            UnicodeScript.TELUGU,
            UnicodeScript.TIBETAN);

    /** The first one of a text. */
    public static Optional<HiddenCharacter> firstOf(String text) {
        var place = 1;
        for (var i = 0; i < text.length(); place++) {
            var codePoint = text.codePointAt(i);
            // Most names have none of them, and most characters are below all but two.
            if (isSuspect(codePoint) && !showsSomething(text, i, codePoint)) {
                return Optional.of(new HiddenCharacter(codePoint, place));
            }
            i += Character.charCount(codePoint);
        }
        return Optional.empty();
    }

    /** Whether a text has a character that is seen without another one before it. */
    public static boolean leavesSomethingToSee(String text) {
        return text.codePoints()
                .anyMatch(codePoint -> !isSuspect(codePoint)
                        && switch (Character.getType(codePoint)) {
                            case Character.CONTROL,
                                    Character.FORMAT,
                                    Character.SPACE_SEPARATOR,
                                    Character.LINE_SEPARATOR,
                                    Character.PARAGRAPH_SEPARATOR,
                                    Character.NON_SPACING_MARK,
                                    Character.ENCLOSING_MARK -> false;
                            default -> true;
                        });
    }

    public static boolean isDefaultIgnorable(int codePoint) {
        for (var i = 0; i < DEFAULT_IGNORABLE.length && codePoint >= DEFAULT_IGNORABLE[i]; i += 2) {
            if (codePoint <= DEFAULT_IGNORABLE[i + 1]) {
                return true;
            }
        }
        return false;
    }

    private static boolean isSuspect(int codePoint) {
        return isDefaultIgnorable(codePoint) || isBreak(codePoint) || isBlank(codePoint) || isNoncharacter(codePoint);
    }

    private static boolean isBreak(int codePoint) {
        return codePoint == 0x2028 || codePoint == 0x2029;
    }

    /** Braille without a dot, what stands for annotations and objects, a note without a head, a filler. */
    private static boolean isBlank(int codePoint) {
        return codePoint == 0x2800
                || (codePoint >= 0xFFF9 && codePoint <= 0xFFFC)
                || codePoint == 0x16FE4
                || codePoint == 0x1D159;
    }

    private static boolean isNoncharacter(int codePoint) {
        return (codePoint & 0xFFFE) == 0xFFFE || (codePoint >= 0xFDD0 && codePoint <= 0xFDEF);
    }

    private static boolean isBidiControl(int codePoint) {
        return codePoint == 0x61C
                || codePoint == 0x200E
                || codePoint == 0x200F
                || (codePoint >= 0x202A && codePoint <= 0x202E)
                || (codePoint >= 0x2066 && codePoint <= 0x2069);
    }

    private static boolean showsSomething(String text, int at, int codePoint) {
        if (codePoint == JOINER) {
            return joinsEmoji(text, at) || followsJoiningScript(text, at);
        }
        if (codePoint == NON_JOINER) {
            return followsJoiningScript(text, at) && isOfJoiningScript(after(text, at));
        }
        if (codePoint >= 0xFE00 && codePoint <= 0xFE0F) {
            return isBase(before(text, at));
        }
        if (codePoint >= 0xE0100 && codePoint <= 0xE01EF) {
            return Character.isIdeographic(before(text, at));
        }
        if (codePoint >= 0x180B && codePoint <= 0x180F) {
            return Character.isLetter(before(text, at))
                    && UnicodeScript.of(before(text, at)) == UnicodeScript.MONGOLIAN;
        }
        return isTag(codePoint) && isOfFlag(text, at);
    }

    /** The code point before an index; a space where there is none. */
    private static int before(String text, int at) {
        return at == 0 ? ' ' : text.codePointBefore(at);
    }

    private static int after(String text, int at) {
        var next = text.offsetByCodePoints(at, 1);
        return next == text.length() ? ' ' : text.codePointAt(next);
    }

    private static boolean isBase(int codePoint) {
        return !isMark(codePoint)
                && !isSuspect(codePoint)
                && !Character.isSpaceChar(codePoint)
                && !Character.isISOControl(codePoint);
    }

    private static boolean isMark(int codePoint) {
        var type = Character.getType(codePoint);
        return type == Character.NON_SPACING_MARK
                || type == Character.COMBINING_SPACING_MARK
                || type == Character.ENCLOSING_MARK;
    }

    private static boolean joinsEmoji(String text, int at) {
        var i = at;
        while (i > 0 && (text.charAt(i - 1) == '\uFE0F' || Character.isEmojiModifier(text.codePointBefore(i)))) {
            i = text.offsetByCodePoints(i, -1);
        }
        return Character.isExtendedPictographic(before(text, i)) && Character.isExtendedPictographic(after(text, at));
    }

    private static boolean followsJoiningScript(String text, int at) {
        var i = at;
        while (i > 0 && isMark(text.codePointBefore(i)) && !isSuspect(text.codePointBefore(i))) {
            i = text.offsetByCodePoints(i, -1);
        }
        return Character.isLetter(before(text, i)) && isOfJoiningScript(before(text, i));
    }

    private static boolean isOfJoiningScript(int codePoint) {
        return (Character.isLetter(codePoint) || isMark(codePoint))
                && SCRIPTS_WITH_JOINERS.contains(UnicodeScript.of(codePoint));
    }

    private static boolean isTag(int codePoint) {
        return codePoint >= 0xE0020 && codePoint <= TAG_END;
    }

    /** Whether a tag is in a sequence of the right form: a black flag, letters and digits of a region, the end. */
    private static boolean isOfFlag(String text, int at) {
        var start = at;
        while (start > 0 && isTag(text.codePointBefore(start)) && text.codePointBefore(start) != TAG_END) {
            start = text.offsetByCodePoints(start, -1);
        }
        var tags = 0;
        var i = start;
        while (i < text.length() && isRegionTag(text.codePointAt(i))) {
            i = text.offsetByCodePoints(i, 1);
            tags++;
        }
        return before(text, start) == BLACK_FLAG
                && tags >= MIN_TAGS
                && tags <= MAX_TAGS
                && i < text.length()
                && text.codePointAt(i) == TAG_END
                && at <= i;
    }

    private static boolean isRegionTag(int codePoint) {
        return (codePoint >= 0xE0030 && codePoint <= 0xE0039) || (codePoint >= 0xE0061 && codePoint <= 0xE007A);
    }

    /** What to say of it in a sentence, such as "U+200B ZERO WIDTH SPACE as character 3, which shows nothing". */
    public String description() {
        var name = Character.getName(codePoint);
        return "U+%04X%s as character %d, which %s"
                .formatted(codePoint, name == null || isNoncharacter(codePoint) ? "" : " " + name, place, effect());
    }

    private String effect() {
        if (isBidiControl(codePoint)) {
            return "turns the text around";
        }
        if (isBreak(codePoint)) {
            return "breaks the line";
        }
        if (isNoncharacter(codePoint)) {
            return "Unicode has kept free of characters";
        }
        return isDefaultIgnorable(codePoint) || codePoint == 0x2800 ? "shows nothing" : "shows nothing by itself";
    }
}
