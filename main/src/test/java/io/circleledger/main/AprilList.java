package io.circleledger.main;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.dhatim.fastexcel.Workbook;

/** The list of circles that an office brings in April, as a workbook with a title and a sum. */
final class AprilList {

    static final int CIRCLES = 300;

    private AprilList() {}

    /** The name of one of them. */
    static String office(int number) {
        return "第%03d学生団体".formatted(number);
    }

    /** The list: 300 circles, 12 of which get another capacity; three rows are doubtful, and two have faults. */
    static byte[] xlsx() throws IOException {
        var out = new ByteArrayOutputStream();
        try (var workbook = new Workbook(out, "office", "1.0")) {
            var sheet = workbook.newWorksheet("団体");
            sheet.value(0, 0, "令和8年度 学生団体一覧");
            sheet.value(2, 0, "No.");
            sheet.value(2, 1, "団体名");
            sheet.value(2, 2, "定員");
            for (var number = 0; number < CIRCLES - 2; number++) {
                sheet.value(number + 3, 0, number + 1);
                sheet.value(number + 3, 1, office(number));
                sheet.value(number + 3, 2, number < 12 ? 30 : 20);
            }
            var row = CIRCLES + 1;
            for (var other : List.of(
                    List.of("華道会", "16"),
                    List.of(office(0), "40"),
                    List.of(office(1), "41"),
                    List.of(office(CIRCLES - 2), "約25"),
                    List.of(office(CIRCLES - 1), "2"))) {
                sheet.value(row, 1, other.get(0));
                sheet.value(row++, 2, other.get(1));
            }
            sheet.value(row, 0, "合計");
            sheet.value(row, 2, 6_120);
        }
        return out.toByteArray();
    }
}
