package io.ledger.tables;

import static io.ledger.tables.TableFiles.refused;
import static io.ledger.tables.TableFiles.zip;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that are no CSV and no workbook: each is told by what it is, with what to do. */
class OtherFilesTest {

    @Test
    void oldWorkbooksAndThoseWithAPasswordAreTold() {
        assertThat(refused(compound("Workbook")))
                .isEqualTo(new TableReading.UnreadableTable(
                        TableFault.OLD_EXCEL,
                        "This is a workbook of an old Excel (.xls). Open it in Excel. Save it as an Excel workbook (.xlsx) or as CSV"
                                + " UTF-8, and choose that file."));
        assertThat(refused(compound("EncryptedPackage")).fault()).isEqualTo(TableFault.PASSWORD);
        assertThat(refused(compound("WordDocument")).fault()).isEqualTo(TableFault.NO_TABLE);
    }

    private static byte[] compound(String stream) {
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes(HexFormat.of().parseHex("d0cf11e0a1b11ae1"));
        bytes.writeBytes(new byte[1024]);
        bytes.writeBytes(stream.getBytes(StandardCharsets.UTF_16LE));
        bytes.writeBytes(new byte[1024]);
        return bytes.toByteArray();
    }

    @ParameterizedTest
    @CsvSource({
        "content.xml,OTHER_PROGRAM,OpenDocument",
        "Index/Document.iwa,OTHER_PROGRAM,Numbers",
        "xl/workbook.bin,OTHER_PROGRAM,.xlsb",
        "word/document.xml,NO_TABLE,Word",
        "photo.jpg,NO_TABLE,archive"
    })
    void archivesOfOtherProgramsAreTold(String part, TableFault fault, String word) {
        TableReading.UnreadableTable refused = refused(zip(Map.of("mimetype", "x", part, "y")));

        assertThat(refused.fault()).isEqualTo(fault);
        assertThat(refused.detail()).contains(word).containsAnyOf("choose that file", "choose the table");
    }

    @ParameterizedTest
    @CsvSource({
        "255044462d312e37,NO_TABLE",
        "89504e470d0a1a0a,NO_TABLE",
        "ffd8ffe000104a46,NO_TABLE",
        "1f8b0800000000,NO_TABLE",
        "efbbbf3c21444f4354595045,OTHER_PROGRAM",
        "0a3c7461626c653e,OTHER_PROGRAM",
        "'',EMPTY",
        "efbbbf,EMPTY",
        "0d0a0d0a,EMPTY",
        "00010203,CHARACTERS",
        "7f454c46020101000000000000000000030000003e0001,CHARACTERS",
        "80818283,CHARACTERS"
    })
    void otherFilesAreTold(String bytes, TableFault fault) {
        assertThat(refused(HexFormat.of().parseHex(bytes)).fault()).isEqualTo(fault);
    }
}
