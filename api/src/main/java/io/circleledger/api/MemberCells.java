package io.circleledger.api;

import io.circleledger.domain.circle.CircleDetails;
import io.circleledger.domain.circle.RosterRole;
import io.ledger.core.Parsed;
import io.ledger.office.ImportField;
import io.ledger.office.MeantPeople;
import io.ledger.office.PersonCells;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** What offices write in rosters: the headings, and the words for roles. */
final class MemberCells {

    static final String CIRCLE = CircleApi.ID;
    static final String CIRCLE_NAME = CircleFields.name(CircleDetails.NAME);
    static final String NUMBER = PersonCells.NUMBER;
    static final String NAME = PersonCells.NAME;
    static final String ROLE = "role";

    /** Of the person; a column that is called ID alone may be the circle's, and is for neither until somebody says so. */
    static final ImportField PERSON_ID = ImportField.id(
            MeantPeople.ID, MeantPeople.ID, "個人ID", "利用者ID", "会員ID", "部員ID", "学生・教職員ID", "Person ID", "Member ID");

    static final ImportField CIRCLE_ID = ImportField.id(CIRCLE, CIRCLE, "団体ID", "サークルID", "クラブID", "部活ID", "Circle ID");

    private static final String CIRCLE_NAMES = "サークル名 サークル名称 団体名 団体名称 クラブ名 クラブ名称 部活名 部活動名 同好会名"
            + " 所属サークル 所属サークル名 所属団体 所属団体名 所属クラブ サークル 団体 クラブ clubname groupname societyname circle club society";

    private static final String ROLES = "役職 役職名 役割 役割名 担当 役 役員 サークル役職 position office officer";

    /** The words for each role. */
    private static final Map<String, RosterRole> WORDS = words(Map.of(
            RosterRole.MEMBER,
            "member members regular ordinary none 会員 部員 団員 班員 メンバー 一般 一般会員 一般部員 正会員 平会員 平部員 ヒラ 無 無し なし 役職なし",
            RosterRole.OWNER,
            "owner president captain leader head chair chairperson 代表 代表者 学生代表 学生代表者 サークル代表 団体代表者 部長 会長 団長"
                    + " 主将 キャプテン リーダー 幹事長 委員長 サークル長 責任者",
            RosterRole.VICE,
            "vice vicepresident vicecaptain viceleader vicechair deputy 副代表 副代表者 副部長 副会長 副団長 副将 副主将 副キャプテン"
                    + " 副リーダー サブリーダー 副幹事長 副委員長 副責任者",
            RosterRole.TREASURER,
            "treasurer accountant accounting 会計 会計係 会計担当 会計担当者 会計責任者 会計役 経理 財務",
            RosterRole.ADVISOR,
            "advisor adviser facultyadvisor facultyadviser 顧問 顧問教員 顧問教職員 顧問職員 指導教員"));

    private MemberCells() {}

    private static Map<String, RosterRole> words(Map<RosterRole, String> texts) {
        var words = new HashMap<String, RosterRole>();
        texts.forEach((role, text) -> Stream.of(text.split(" ")).forEach(word -> words.put(folded(word), role)));
        return Map.copyOf(words);
    }

    /** Width, case, blanks, dashes and dots make no difference. */
    private static String folded(String text) {
        return PersonCells.plain(text).toLowerCase(Locale.ROOT).replaceAll("[\\s\\-‐‑–—―ー_.・]", "");
    }

    /** All fields but the id of the person. */
    static List<ImportField> fields() {
        return List.of(
                CIRCLE_ID,
                named(CIRCLE_NAME, CIRCLE_NAMES),
                PersonCells.column(NUMBER),
                PersonCells.column(NAME),
                named(ROLE, ROLES));
    }

    private static ImportField named(String name, String headings) {
        return new ImportField(
                name,
                false,
                Stream.concat(Stream.of(name), Stream.of(headings.split(" "))).toList());
    }

    /** What somebody has written for a role; nothing is a member. */
    static Parsed<RosterRole> role(String text) {
        var word = folded(text);
        if (word.isEmpty()) {
            return new Parsed.Valid<>(RosterRole.MEMBER);
        }
        var role = WORDS.get(word);
        return role == null
                ? new Parsed.Invalid<>(
                        "\"%s\" is no role of the ledger; write owner, vice, treasurer, advisor or member (代表, 副代表, 会計, 顧問, 会員), or empty the cell for a member."
                                .formatted(text.strip()))
                : new Parsed.Valid<>(role);
    }
}
