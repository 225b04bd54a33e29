package io.circleledger.infrastructure.lucene;

import com.ibm.icu.text.Normalizer2;

/**
 * A text without what a search has no regard for: case, width, and which of the two kana it is
 * written in.
 *
 * <ol>
 *   <li>Unicode's NFKC_Casefold makes one of what differs in case ({@code ß} is {@code ss}) or in
 *       compatibility alone (half-width {@code ﾃﾆｽ}, full-width {@code Ａ}, {@code Ⅳ}, {@code ㍿}), composes
 *       {@code ｶﾞ} to {@code ガ}, and leaves out what is not seen, such as the joiners of an emoji.
 *   <li>Hiragana become the katakana of the same sound.
 *   <li>Form C composes what can be composed only now: {@code わ} with a voiced mark to {@code ヷ}.
 * </ol>
 *
 * <p>Nothing else is the same: neither {@code ー} and a vowel, nor {@code e} and {@code é}, nor small
 * kana and large ones.
 */
final class FoldedText {

    private static final Normalizer2 CASEFOLD = Normalizer2.getNFKCCasefoldInstance();
    private static final Normalizer2 FORM_C = Normalizer2.getNFCInstance();

    private static final int KATAKANA = 'ァ' - 'ぁ';

    private FoldedText() {}

    static String of(String text) {
        var folded = CASEFOLD.normalize(text);
        var katakana = new StringBuilder(folded.length());
        for (var i = 0; i < folded.length(); i++) {
            var c = folded.charAt(i);
            katakana.append(isHiragana(c) ? (char) (c + KATAKANA) : c);
        }
        return FORM_C.normalize(katakana);
    }

    /** Hiragana with a katakana at the same place of its block: letters and iteration marks. */
    private static boolean isHiragana(char c) {
        return (c >= 'ぁ' && c <= 'ゖ') || c == 'ゝ' || c == 'ゞ';
    }

    /** What names are put in order by: the folded name, as far as a cursor can carry it. */
    static String sortKey(String folded) {
        var characters = folded.codePointCount(0, folded.length());
        return characters <= LuceneLimits.SORT_KEY_CHARACTERS
                ? folded
                : folded.substring(0, folded.offsetByCodePoints(0, LuceneLimits.SORT_KEY_CHARACTERS));
    }
}
