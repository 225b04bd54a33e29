package io.ledger.office;

import io.ledger.core.Parsed;
import io.ledger.core.person.PersonKind;
import io.ledger.http.person.PersonFields;
import io.ledger.tables.WholeNumberText;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What offices write about people in tables: the headings, and values as they are written there. */
public final class PersonCells {

    public static final String NAME = "name";
    public static final String NUMBER = "student_number";
    private static final String KIND = "kind";

    /** What stands above the columns; width, case, blanks and signs make no difference. */
    private static final Map<String, String> HEADINGS = Map.of(
            NAME,
            "氏名 名前 お名前 姓名 学生氏名 学生名 職員氏名 教職員名 職員名 教員名 氏名漢字 漢字氏名 氏名(漢字)" + " fullname studentname",
            "name_kana",
            "フリガナ ふりがな カナ氏名 氏名カナ 氏名フリガナ 氏名ふりがな 氏名(カナ) 氏名(フリガナ) 氏名(ふりがな)"
                    + " 名前カナ 名前フリガナ 名前ふりがな 名前(カナ) 名前(フリガナ) 名前(ふりがな) 読み仮名 よみがな ヨミガナ"
                    + " 読み方 読み ヨミ カナ 仮名 kana kananame furigana reading",
            KIND,
            "区分 身分 身分区分 種別 学生・教職員 属性 職種 personkind type category",
            NUMBER,
            "学籍番号 学生番号 学生証番号 学番 学籍No 学生No 学籍コード 学生ID studentno studentid studentnum",
            "grade",
            "学年 年次 現学年 在籍学年 回生 schoolyear yearofstudy year",
            "final_grade",
            "最終学年 卒業学年 修業年限 finalyear",
            "major",
            "専攻 学科 学部学科 学科専攻 学部学科専攻 学部 研究科 所属 所属学科 所属学部 コース department faculty course",
            "age",
            "年齢 年令",
            "email",
            "メールアドレス メール Eメール Eメールアドレス 電子メール 電子メールアドレス 連絡先メール mail mailaddress emailaddress");

    private static final Set<String> STUDENTS =
            Set.of("学生", "学部生", "大学生", "大学院生", "院生", "生徒", "students", "undergraduate", "graduatestudent");

    private static final Set<String> STAFF = Set.of(
            "教職員",
            "職員",
            "教員",
            "専任教員",
            "専任職員",
            "事務職員",
            "教授",
            "准教授",
            "講師",
            "助教",
            "faculty",
            "teacher",
            "professor",
            "employee");

    /** The year or the age that a number is of. */
    private static final Pattern UNIT = Pattern.compile(
            "(?i)第?\\s*(\\S+?)\\s*(年次生|年生|年次|学年|年|回生|歳|才|(st|nd|rd|th)(\\s*(year|grade))?|years?(\\s*old)?)");

    private static final String KANJI_DIGITS = "〇一二三四五六七八九";

    private PersonCells() {}

    /** The fields of people, in the order of the API. */
    public static List<ImportField> fields() {
        return PersonFields.NAMES.stream()
                .map(name -> {
                    var headings = new ArrayList<>(List.of(name));
                    headings.addAll(List.of(HEADINGS.getOrDefault(name, "").split(" ")));
                    return new ImportField(name, name.equals(NAME), headings);
                })
                .toList();
    }

    /** The columns of one of these fields, which no row has to have. */
    public static ImportField column(String name) {
        return fields().stream()
                .filter(field -> field.name().equals(name))
                .map(field -> new ImportField(name, false, field.headings()))
                .findFirst()
                .orElseThrow();
    }

    /** The usual form of what stands in a cell; the rules are those of {@link PersonFields}. */
    static Parsed<String> normal(String field, String text) {
        if (PersonFields.NUMBERS.contains(field)) {
            return switch (WholeNumberText.parse(number(text))) {
                case Parsed.Valid<Long>(var number) -> PersonFields.normal(field, number.toString());
                case Parsed.Invalid<Long>(var reason) -> new Parsed.Invalid<>(reason);
            };
        }
        return PersonFields.normal(
                field,
                switch (field) {
                    case KIND -> kind(text);
                    case NUMBER, "email" -> plain(text);
                    default -> text;
                });
    }

    /** A text in the usual width of its characters. */
    public static String plain(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC).strip();
    }

    private static String number(String text) {
        var unit = UNIT.matcher(plain(text));
        if (!unit.matches()) {
            return text;
        }
        var number = unit.group(1);
        var digit = number.length() == 1 ? KANJI_DIGITS.indexOf(number) : -1;
        return digit < 0 ? number : String.valueOf(digit);
    }

    private static String kind(String text) {
        var word = plain(text).toLowerCase(Locale.ROOT).replaceAll("\\s", "");
        var known = STUDENTS.contains(word)
                ? Optional.of(PersonKind.STUDENT)
                : Optional.of(PersonKind.STAFF).filter(_ -> STAFF.contains(word));
        return known.map(PersonKind::label).orElse(word);
    }
}
