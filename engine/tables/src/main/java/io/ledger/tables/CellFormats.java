package io.ledger.tables;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The formats of a workbook's cells, as far as they change what a number says: dates, times, and zeros before a number. */
final class CellFormats {

    static final CellFormats NONE = new CellFormats(List.of());

    /** What a number of this format is. */
    enum Meaning {
        NUMBER,
        DATE,
        TIME
    }

    /**
     * A format.
     *
     * @param digits how many digits a whole number is filled up to with zeros
     */
    record CellFormat(Meaning meaning, int digits) {
        static final CellFormat GENERAL = new CellFormat(Meaning.NUMBER, 0);
    }

    /** What stands for itself: texts in quotation marks, escaped signs, colours and languages, and exponents. */
    private static final Pattern LITERAL =
            Pattern.compile("\"[^\"]*\"?|\\\\.|_.|\\*.|\\[[^\\]hms][^\\]]*\\]|[eE][+\\-]");

    private static final Pattern ZEROS = Pattern.compile("0{2,30}");
    private static final Pattern DATE = Pattern.compile("[ydegYDEG]|aaa|m[^:]*月|月");
    private static final Pattern TIME = Pattern.compile("[hsHS]");
    private static final Pattern MONTH = Pattern.compile("[mM]");

    private final List<CellFormat> formats;

    private CellFormats(List<CellFormat> formats) {
        this.formats = formats;
    }

    static CellFormats read(ZipParts parts, String name) {
        var codes = new HashMap<String, String>();
        var formats = new ArrayList<CellFormat>();
        try (var xml = new XmlPart(parts, name)) {
            boolean isInside = false;
            for (String element = xml.next(); element != null; element = xml.next()) {
                switch (element) {
                    case "numFmt" -> remember(codes, xml.attribute("numFmtId"), xml.attribute("formatCode"));
                    case "cellXfs" -> isInside = true;
                    case "/cellXfs" -> isInside = false;
                    case "xf" -> {
                        if (isInside && formats.size() < TableLimits.CELL_FORMATS) {
                            formats.add(format(xml.attribute("numFmtId"), codes));
                        }
                    }
                    default -> {}
                }
            }
        }
        return new CellFormats(formats);
    }

    private static void remember(Map<String, String> codes, @Nullable String id, @Nullable String code) {
        if (id != null && code != null && codes.size() < TableLimits.CELL_FORMATS) {
            codes.put(id, code.substring(0, Math.min(code.length(), 255)));
        }
    }

    private static CellFormat format(@Nullable String id, Map<String, String> codes) {
        if (id == null) {
            return CellFormat.GENERAL;
        }
        String code = codes.get(id);
        return code == null ? ofExcel(id) : of(code);
    }

    /** Returns a format that Excel does not write down: of those 27 to 36 and 50 to 58 are dates in Japan. */
    private static CellFormat ofExcel(String id) {
        return switch (id) {
            case "14", "15", "16", "17", "22" -> new CellFormat(Meaning.DATE, 0);
            case "27", "28", "29", "30", "31", "34", "35", "36" -> new CellFormat(Meaning.DATE, 0);
            case "50", "51", "52", "53", "54", "55", "56", "57", "58" -> new CellFormat(Meaning.DATE, 0);
            case "18", "19", "20", "21", "32", "33", "45", "46", "47" -> new CellFormat(Meaning.TIME, 0);
            default -> CellFormat.GENERAL;
        };
    }

    static CellFormat of(String code) {
        String first = code.split(";", 2)[0];
        String signs = LITERAL.matcher(first).replaceAll("");
        if (ZEROS.matcher(signs).matches()) {
            return new CellFormat(Meaning.NUMBER, signs.length());
        }
        if (signs.contains("General") || signs.contains("標準")) {
            return CellFormat.GENERAL;
        }
        boolean isTime = TIME.matcher(signs).find();
        if (DATE.matcher(signs).find() || (MONTH.matcher(signs).find() && !isTime)) {
            return new CellFormat(Meaning.DATE, 0);
        }
        return new CellFormat(isTime ? Meaning.TIME : Meaning.NUMBER, 0);
    }

    CellFormat get(@Nullable String number) {
        if (number == null || formats.isEmpty()) {
            return CellFormat.GENERAL;
        }
        try {
            int at = Integer.parseInt(number);
            return at >= 0 && at < formats.size() ? formats.get(at) : CellFormat.GENERAL;
        } catch (NumberFormatException e) {
            throw ZipParts.broken(e);
        }
    }
}
