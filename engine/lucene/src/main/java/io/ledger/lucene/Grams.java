package io.ledger.lucene;

import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;

/**
 * All pieces of a text that have so many characters, each one character after the one before.
 *
 * <p>A text has another as a part of it exactly when it has the other's pieces one after the other. So
 * no word has to be known, in whatever language.
 */
final class Grams extends TokenStream {

    private final CharTermAttribute term = addAttribute(CharTermAttribute.class);
    private final int characters;
    private String text = "";
    private int start;

    Grams(int characters) {
        this.characters = characters;
    }

    /** What the pieces are taken of from now on. */
    void read(String newText) {
        text = newText;
    }

    @Override
    public boolean incrementToken() {
        if (text.codePointCount(start, text.length()) < characters) {
            return false;
        }
        clearAttributes();
        term.append(text, start, text.offsetByCodePoints(start, characters));
        start = text.offsetByCodePoints(start, 1);
        return true;
    }

    @Override
    public void reset() {
        start = 0;
    }
}
