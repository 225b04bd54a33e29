package io.circleledger.main;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

/** The past of a university's circles, as lines of an export. */
final class University {

    /** A circle to which much happened. */
    static final String FOOTBALL = "01999999-0000-7000-8000-00000000ba11";

    private static final List<String> NAMES = List.of(
            "テニスサークル",
            "軽音楽部",
            "写真部",
            "将棋研究会",
            "英語ディベート",
            "天文同好会",
            "登山部",
            "茶道部",
            "書道会",
            "演劇集団「灯」",
            "映画研究会",
            "鉄道研究会",
            "囲碁部",
            "合唱団",
            "管弦楽団",
            "ジャズ研究会",
            "ボランティアの会",
            "ロボット研究会",
            "競技プログラミング部",
            "料理サークル",
            "バドミントン同好会",
            "手話サークル",
            "国際交流会",
            "美術部",
            "漫画研究会",
            "文芸部",
            "アカペラ部",
            "ダンスサークル",
            "弓道部",
            "合気道部",
            "Chess Society",
            "Film Society",
            "Debate Union",
            "Mountaineering Club",
            "Board Games");

    private static final List<String> ACTORS = List.of("佐藤", "鈴木", "M. Tanaka", "高橋");

    private final Random random = new Random(7);
    private final Map<String, Integer> versions = new HashMap<>();
    private final List<String> lines = new ArrayList<>();
    private Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS).minus(Duration.ofDays(400));

    /** A day on which all of its circles were there. */
    static String aDay() {
        return LocalDate.now(ZoneId.of("Asia/Tokyo")).minusDays(300).toString();
    }

    static List<String> history() {
        return new University().lived();
    }

    private List<String> lived() {
        append(FOOTBALL, "CircleCreated", "{\"name\":\"サッカー同好会\",\"capacity\":20}");
        for (var name : NAMES) {
            append(id(), "CircleCreated", "{\"name\":\"%s\",\"capacity\":%d}".formatted(name, 8 + random.nextInt(90)));
        }
        for (var capacity : List.of(24, 30, 28, 36)) {
            append(FOOTBALL, "CircleUpdated", "{\"capacity\":%d}".formatted(capacity));
        }
        append(FOOTBALL, "CircleUpdated", "{\"name\":\"サッカー部\",\"capacity\":45}");
        for (var capacity : List.of(52, 48, 60)) {
            append(FOOTBALL, "CircleUpdated", "{\"capacity\":%d}".formatted(capacity));
        }
        return lines;
    }

    private String id() {
        return new UUID(0x01999999_0001_7000L + lines.size(), 0x8000_0000_0000_0000L + random.nextInt(1 << 30))
                .toString();
    }

    private void append(String circle, String type, String data) {
        now = now.plus(Duration.ofMinutes(lines.size() < 37 ? 180 : 60 * 24 * 48 + random.nextInt(9_000)));
        var version = versions.merge(circle, 1, Integer::sum);
        lines.add(line(circle, version, lines.size() + 1, now, ACTORS.get(random.nextInt(ACTORS.size())), type, data));
    }

    /** A line of an export. */
    static String line(String circle, int version, int position, Instant time, String actor, String type, String data) {
        return ("{\"specversion\":\"1.0\",\"id\":\"%s\",\"source\":\"/circle/%s\",\"type\":\"%s\",\"subject\":\"%s\","
                        + "\"time\":\"%s\",\"position\":\"%d\",\"streamversion\":%d,\"schemaversion\":1,\"actor\":\"%s\","
                        + "\"correlationid\":\"past-%d\",\"datacontenttype\":\"application/json\",\"data\":%s}")
                .formatted(
                        new UUID(0x01999999_0002_7000L + position, 0x8000_0000_0000_0000L),
                        circle,
                        type,
                        circle,
                        time,
                        position,
                        version,
                        actor,
                        position,
                        data);
    }
}
