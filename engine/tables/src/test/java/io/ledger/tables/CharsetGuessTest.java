package io.ledger.tables;

import static io.ledger.tables.TableFiles.columns;
import static io.ledger.tables.TableFiles.csv;
import static io.ledger.tables.TableFiles.read;
import static io.ledger.tables.TableFiles.refused;
import static io.ledger.tables.TableFiles.rows;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tells the character set of files as offices have them, short ones too. */
class CharsetGuessTest {

    /** Tables of a few rows, as clerks type them. */
    private static final List<String> JAPANESE = List.of(
            "団体名,定員\r\nテニス部,20\r\n",
            "団体名,定員\r\n軽音楽部,30\r\n書道会,12\r\n",
            "サークル名,人数\r\nぶんげい,8\r\n",
            "団体名称,定員（人）\r\n吹奏楽団,６０\r\n茶道部,１５\r\n華道部,１０\r\n",
            "名称,定員\r\n将棋,5\r\n",
            "団体ID,団体名,定員\r\nA-01,ボランティア部,40\r\nA-02,演劇研究会,25\r\n",
            "令和8年度 学生団体一覧,\r\n作成日,2026/4/1\r\n団体名,定員\r\nﾃﾆｽ部,20\r\n",
            "団体名,定員\r\nｻｯｶｰ部,20\r\nﾊﾞｽｹ部,15\r\n",
            "団体名\t定員\r\n鉄道研究会\t20\r\n",
            "団体名;定員\n天文部;20\nESS;15\n",
            "No,団体名,定員,備考\r\n1,Tennis Club,20,硬式\r\n2,Jazz研,15,\r\n3,,,\r\n",
            "団体名,定員\r\n\"山岳部\r\n（ワンダーフォーゲル）\",20\r\n",
            "団体名,定員,代表者\r\n囲碁部,10,齋藤 渉\r\n弓道部,20,渡邊 凛\r\n",
            "団体名,定員\r\n聾唖学生の会,20\r\n",
            "団体名,定員\r\n龍馬研究会,20\r\n薔薇の會,13\r\n");

    /** Characters that Windows adds, which only some of its character sets have. */
    private static final String OF_WINDOWS = "団体名,定員\r\n～①㈱髙橋・﨑村Ⅳ,20\r\nロック―ジャズ−部,30\r\n".replace('−', '－');

    static Stream<Arguments> japaneseInEachCharset() {
        return JAPANESE.stream()
                .flatMap(text -> Stream.of(
                                "UTF-8", "UTF-16LE", "UTF-16BE", "windows-31j", "x-eucJP-Open", "x-windows-iso2022jp")
                        .map(charset -> Arguments.of(charset, text)));
    }

    @ParameterizedTest
    @MethodSource("japaneseInEachCharset")
    void aTableOfAFewRowsIsTheSameInEachCharset(String charset, String text) {
        Table table = read(csv(text, charset));

        assertThat(origin(table)).isEqualTo(named(charset));
        assertThat(rows(table)).isEqualTo(rows(read(text)));
        assertThat(columns(table)).isEqualTo(columns(read(text)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"windows-31j", "x-eucJP-Open", "x-windows-iso2022jp", "UTF-16LE", "UTF-8"})
    void charactersThatWindowsAddsAreReadAsWindowsReadsThem(String charset) {
        // Java writes some of them otherwise than Windows, which is the one that wrote the file.
        byte[] file =
                charset.equals("windows-31j") ? csv(OF_WINDOWS, charset) : csv(ofJis(OF_WINDOWS, charset), charset);

        assertThat(rows(read(file))).containsExactly("2: ～①㈱髙橋・﨑村Ⅳ|20", "3: ロック―ジャズ－部|30");
    }

    private static String ofJis(String text, String charset) {
        return charset.equals("x-eucJP-Open")
                ? text.replace('～', '〜').replace('―', '—').replace('－', '−')
                : text;
    }

    /** Bytes that a Windows program wrote as EUC-JP: NEC's and IBM's characters in two bytes each. */
    @Test
    void eucJpOfWindowsIsRead() {
        byte[] head = csv("団体名,定員\r\n", "EUC-JP");
        byte[] name = {
            (byte) 0xA1, (byte) 0xC1, (byte) 0xAD, (byte) 0xA1, (byte) 0xAD, (byte) 0xEA, (byte) 0xFC, (byte) 0xE2
        };
        byte[] tail = csv("会,20\r\n", "EUC-JP");

        assertThat(rows(read(joined(head, name, tail)))).containsExactly("2: ～①㈱髙会|20");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE"})
    void aByteOrderMarkIsNoPartOfTheFirstHeading(String charset) {
        Table table = read(csv("\uFEFF団体名,定員\r\nテニス部,20\r\n", charset));

        assertThat(columns(table)).containsExactly("団体名=group_name", "定員=capacity");
        assertThat(origin(table)).isEqualTo(charset);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Club Name,capacity\r\nCafé,20\r\n",
                "Club Name;capacity\r\nMüllers Bücherei;20\r\nGrößenwahn;5\r\n",
                "Club Name,capacity\r\nThéâtre de l’école,20\r\nSociété anonyme,10\r\n",
                "Club Name,capacity\r\nEspañol – ¿Qué tal?,20\r\nNiños,15\r\n",
                "Club Name,capacity\r\nÅngström,20\r\nSmørrebrød,15\r\n",
                "Club Name,capacity\r\nRock “n” Roll,20\r\nÉtudes à Paris,7\r\n"
            })
    void europeanTextsOfWindowsAreRead(String text) {
        Table table = read(csv(text, "windows-1252"));

        assertThat(origin(table)).isEqualTo("windows-1252");
        assertThat(rows(table)).isEqualTo(rows(read(text)));
    }

    @Test
    void textThatIsAllAsciiIsUtf8() {
        assertThat(origin(read("group_name,capacity\nTennis,20\n"))).isEqualTo("UTF-8");
    }

    @Test
    void twoBytesThatAreNoUtf8AreFoundInALongFile() {
        var text = new StringBuilder("団体名,定員\r\n");
        for (int i = 0; i < 20_000; i++) {
            text.append("テニス部").append(i).append(",20\r\n");
        }
        byte[] file = csv(text.toString());
        file[file.length / 2] = (byte) 0xFF;

        TableReading.UnreadableTable refused = refused(file);

        assertThat(refused.fault()).isEqualTo(TableFault.CHARACTERS);
        assertThat(refused.detail()).contains("CSV UTF-8");
    }

    /** Names of one to eight characters out of those that names have, three rows each. */
    @Test
    void seededTablesOfThreeRowsAreToldInEachJapaneseCharset() {
        String characters = "あいうえおかきくけこさしすせそたちつてとなにぬねのはひふへほまみむめもやゆよらりるれろわをん"
                + "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲンー"
                + "部会研究学生同好演劇音楽野球庭球卓球剣道柔道弓茶華書写真映画漫文芸英語歴史鉄旅登山水泳陸上体操";
        var random = new Random(20260401);
        for (int round = 0; round < 2_000; round++) {
            var text = new StringBuilder("団体名,定員\r\n");
            for (int row = 0; row < 3; row++) {
                random.ints(1 + random.nextInt(8), 0, characters.length())
                        .forEach(at -> text.append(characters.charAt(at)));
                text.append(',').append(3 + random.nextInt(60)).append("\r\n");
            }
            for (String charset : List.of("windows-31j", "EUC-JP")) {
                assertThat(DecodedText.of(csv(text.toString(), charset)).text())
                        .as("%s in %s", text, charset)
                        .isEqualTo(text.toString());
            }
        }
    }

    private static String origin(Table table) {
        return table.origin() instanceof TableOrigin.TextFile(String charset, char _) ? charset : "none";
    }

    private static String named(String charset) {
        return switch (charset) {
            case "x-eucJP-Open" -> "EUC-JP";
            case "x-windows-iso2022jp" -> "ISO-2022-JP";
            default -> Charset.forName(charset).name();
        };
    }

    private static byte[] joined(byte[]... parts) {
        var bytes = new java.io.ByteArrayOutputStream();
        for (byte[] part : parts) {
            bytes.writeBytes(part);
        }
        return bytes.toByteArray();
    }
}
