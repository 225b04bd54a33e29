package io.ledger.icu;

import com.ibm.icu.text.Normalizer2;
import com.ibm.icu.util.VersionInfo;
import io.ledger.core.text.NameFolding;
import java.lang.Character.UnicodeScript;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The folding of names by Unicode's tables and a few of Japanese writing.
 *
 * <ol>
 *   <li>NFKC_Casefold makes one of what differs in case ({@code ß} is {@code ss}) or in compatibility alone (half-width
 *       {@code ﾃﾆｽ}, full-width {@code Ａ}, {@code Ⅳ}, {@code ㍿}), and leaves out what is not seen, such as joiners and
 *       variation selectors.
 *   <li>White space and punctuation are left out; {@code # % & @} are not, which tell names apart. A dash after kana is
 *       the mark of a long vowel, which people type so, and several of those are one.
 *   <li>Diacritics of Latin and Greek letters are left out. Voiced marks are none: {@code が} is not {@code か}.
 *   <li>Hiragana become katakana, the sounds of {@code ヴ} those of {@code ブ}, and variants of kanji
 *       ({@code 髙}, {@code 邉}) the usual form ({@link KanjiVariants}).
 * </ol>
 *
 * <p>A name that is nothing then, such as {@code !?}, is folded by the first step and its kana alone; and one that is
 * still nothing is left as it is.
 */
public final class IcuNameFolding implements NameFolding {

    /** Raised with each change of what folds to what; what was folded by another version is folded anew. */
    public static final String VERSION = "2 by ICU " + VersionInfo.ICU_VERSION;

    private static final Normalizer2 CASEFOLD = Normalizer2.getNFKCCasefoldInstance();
    private static final Normalizer2 FORM_C = Normalizer2.getNFCInstance();
    private static final Normalizer2 FORM_D = Normalizer2.getNFDInstance();

    private static final Pattern WHITE_SPACE = Pattern.compile("\\p{IsWhite_Space}+");

    private static final int KATAKANA = 'ァ' - 'ぁ';
    private static final int LONG_VOWEL = 'ー';
    private static final int VOICED = 0x3099;
    private static final int HALF_VOICED = 0x309A;

    /** Letters that look like others with a stroke or joined, and that Unicode does not take apart. */
    private static final Map<Integer, String> LATIN = Map.ofEntries(
            Map.entry((int) 'ø', "o"),
            Map.entry((int) 'ł', "l"),
            Map.entry((int) 'đ', "d"),
            Map.entry((int) 'ð', "d"),
            Map.entry((int) 'ħ', "h"),
            Map.entry((int) 'ı', "i"),
            Map.entry((int) 'þ', "th"),
            Map.entry((int) 'æ', "ae"),
            Map.entry((int) 'œ', "oe"),
            Map.entry((int) '♯', "#"));

    @Override
    public String fold(String name) {
        var strong = strong(name);
        if (!strong.isEmpty()) {
            return strong;
        }
        var weak = weak(name);
        return weak.isEmpty() ? name : weak;
    }

    @Override
    public List<String> words(String text) {
        var words = WHITE_SPACE
                .splitAsStream(text)
                .map(IcuNameFolding::strong)
                .filter(word -> !word.isEmpty())
                .distinct()
                .toList();
        return words.isEmpty()
                ? Stream.of(weak(text)).filter(word -> !word.isEmpty()).toList()
                : words;
    }

    private static String weak(String text) {
        return FORM_C.normalize(
                katakana(WHITE_SPACE.matcher(CASEFOLD.normalize(text)).replaceAll("")));
    }

    private static String katakana(String text) {
        var katakana = new StringBuilder(text.length());
        for (var i = 0; i < text.length(); i++) {
            katakana.append((char) katakana(text.charAt(i)));
        }
        return katakana.toString();
    }

    private static String strong(String text) {
        var taken = FORM_D.normalize(CASEFOLD.normalize(text));
        var folded = new StringBuilder(taken.length());
        var base = 0;
        var last = 0;
        for (var i = 0; i < taken.length(); ) {
            var codePoint = taken.codePointAt(i);
            i += Character.charCount(codePoint);
            if (isMark(codePoint)) {
                if (!isDiacritic(codePoint, base)) {
                    folded.appendCodePoint(codePoint);
                    last = codePoint;
                }
                continue;
            }
            var isLong = codePoint == LONG_VOWEL || (isDash(codePoint) && isKana(last));
            if (isLong ? last == LONG_VOWEL : isIgnored(codePoint)) {
                continue;
            }
            base = isLong ? LONG_VOWEL : letter(codePoint);
            last = base;
            var latin = LATIN.get(base);
            if (latin == null) {
                folded.appendCodePoint(base);
            } else {
                folded.append(latin);
            }
        }
        return sounds(FORM_C.normalize(folded));
    }

    private static int letter(int codePoint) {
        return switch (codePoint) {
            case 'ゕ', 'ヵ' -> 'カ';
            case 'ゖ', 'ヶ' -> 'ケ';
            default -> codePoint < 0x3400 ? katakana(codePoint) : KanjiVariants.usual(codePoint);
        };
    }

    /** Hiragana with a katakana at the same place of its block: letters and iteration marks. */
    private static int katakana(int c) {
        return (c >= 'ぁ' && c <= 'ゖ') || c == 'ゝ' || c == 'ゞ' ? c + KATAKANA : c;
    }

    private static boolean isKana(int codePoint) {
        return (codePoint >= 'ァ' && codePoint <= 'ヺ')
                || codePoint == LONG_VOWEL
                || codePoint == VOICED
                || codePoint == HALF_VOICED;
    }

    private static boolean isMark(int codePoint) {
        var type = Character.getType(codePoint);
        return type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK;
    }

    private static boolean isDiacritic(int mark, int base) {
        if (mark == VOICED || mark == HALF_VOICED) {
            return false;
        }
        if (Character.getType(mark) == Character.ENCLOSING_MARK) {
            return true;
        }
        return switch (UnicodeScript.of(base)) {
            case LATIN, GREEK -> true;
            // A diaeresis or a stress, but й is another letter than и.
            case CYRILLIC -> mark == 0x308 || mark == 0x300 || mark == 0x301;
            default -> false;
        };
    }

    /** Dashes, without those that are waves, and the minus sign. */
    private static boolean isDash(int codePoint) {
        return (Character.getType(codePoint) == Character.DASH_PUNCTUATION
                        && codePoint != 0x301C
                        && codePoint != 0x3030)
                || codePoint == 0x2212
                || codePoint == 0x2500
                || codePoint == 0x2501;
    }

    private static boolean isIgnored(int codePoint) {
        return switch (codePoint) {
            case '#', '%', '&', '@' -> false;
            case '~', '^', '`', '|', '<', '>', 0x2B9, 0x2BB, 0x2BC, 0x2212, 0x223C, 0x223E, 0x2500, 0x2501 -> true;
            default ->
                switch (Character.getType(codePoint)) {
                    case Character.CONNECTOR_PUNCTUATION,
                            Character.DASH_PUNCTUATION,
                            Character.START_PUNCTUATION,
                            Character.END_PUNCTUATION,
                            Character.INITIAL_QUOTE_PUNCTUATION,
                            Character.FINAL_QUOTE_PUNCTUATION,
                            Character.OTHER_PUNCTUATION,
                            Character.CONTROL,
                            Character.SPACE_SEPARATOR,
                            Character.LINE_SEPARATOR,
                            Character.PARAGRAPH_SEPARATOR -> true;
                    default -> codePoint == 0x2800;
                };
        };
    }

    /** The sounds of {@code ヴ} as those of {@code ブ}, and the two kana that are written otherwise today. */
    private static String sounds(String text) {
        StringBuilder changed = null;
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            var next = i + 1 < text.length() ? text.charAt(i + 1) : ' ';
            var sound = switch (c) {
                case 'ヴ' ->
                    switch (next) {
                        case 'ァ' -> "バ";
                        case 'ィ' -> "ビ";
                        case 'ェ' -> "ベ";
                        case 'ォ' -> "ボ";
                        case 'ャ', 'ュ', 'ョ' -> "ビ" + next;
                        default -> "ブ";
                    };
                case 'ヷ' -> "バ";
                case 'ヸ' -> "ビ";
                case 'ヹ' -> "ベ";
                case 'ヺ' -> "ボ";
                case 'ヰ' -> "イ";
                case 'ヱ' -> "エ";
                default -> "";
            };
            if (!sound.isEmpty() && changed == null) {
                changed = new StringBuilder(text.length()).append(text, 0, i);
            }
            if (changed != null) {
                changed.append(sound.isEmpty() ? Character.toString(c) : sound);
            }
            if (c == 'ヴ' && !sound.equals("ブ")) {
                i++;
            }
        }
        return changed == null ? text : changed.toString();
    }
}
