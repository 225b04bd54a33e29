package io.ledger.tables;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The texts of a workbook that its cells name by number. */
record SharedTexts(List<String> texts) {

    static final SharedTexts NONE = new SharedTexts(List.of());

    /** How a workbook writes a character that XML cannot have. */
    private static final Pattern ESCAPED = Pattern.compile("_x([0-9A-Fa-f]{4})_");

    static SharedTexts read(ZipParts parts, String name) {
        var texts = new ArrayList<String>();
        long characters = 0;
        try (var xml = new XmlPart(parts, name)) {
            while (xml.find("si")) {
                String text = text(xml);
                characters += text.length();
                if (texts.size() == TableLimits.CELLS || characters > TableLimits.CHARACTERS) {
                    throw new RefusedTableException(
                            TableFault.TOO_LARGE,
                            "The workbook has more than %d characters. Split it into several files."
                                    .formatted(TableLimits.CHARACTERS));
                }
                texts.add(text);
            }
        }
        return new SharedTexts(texts);
    }

    /** Returns the text of a number. */
    String get(String number) {
        try {
            return texts.get(Integer.parseInt(number.strip()));
        } catch (NumberFormatException | IndexOutOfBoundsException e) {
            throw ZipParts.broken(e);
        }
    }

    /** Returns the text inside the element that is open: all runs of it, without how it is pronounced. */
    static String text(XmlPart xml) {
        String whole = "";
        while (xml.nextInside()) {
            switch (xml.name()) {
                case "t" -> whole = joined(whole, xml.text());
                case "r" -> whole = run(xml, whole);
                default -> xml.skip();
            }
        }
        return whole;
    }

    private static String run(XmlPart xml, String before) {
        String whole = before;
        while (xml.nextInside()) {
            if (xml.name().equals("t")) {
                whole = joined(whole, xml.text());
            } else {
                xml.skip();
            }
        }
        return whole;
    }

    private static String joined(String before, String text) {
        if (before.length() + text.length() > TableLimits.CELL_CHARACTERS * 2) {
            throw new RefusedTableException(
                    TableFault.TOO_LARGE,
                    "A cell has more than %d characters. Shorten it.".formatted(TableLimits.CELL_CHARACTERS));
        }
        String plain = unescaped(text);
        return before.isEmpty() ? plain : before + plain;
    }

    static String unescaped(String text) {
        if (!text.contains("_x")) {
            return text;
        }
        return ESCAPED.matcher(text)
                .replaceAll(
                        found -> Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(found.group(1), 16))));
    }

    /** Returns a text as a workbook writes it, so that it is read as it is. */
    static String escaped(String text) {
        return text.contains("_x") ? ESCAPED.matcher(text).replaceAll("_x005F$0") : text;
    }
}
