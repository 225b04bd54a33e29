package io.ledger.icu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class IcuNameOrderTest {

    private static final Comparator<String> ORDER =
            Comparator.comparing(name -> IcuNameOrder.key(name, 1_000), Arrays::compareUnsigned);

    @Test
    void namesAreInTheOrderOfAJapaneseIndex() {
        var names = List.of(
                "3on3",
                "Badminton",
                "chess",
                "アーチェリー",
                "アイス",
                "アメリカン",
                "ガーデニング",
                "かるた会",
                "テニス",
                "てにす愛好会",
                "ワンダーフォーゲル部",
                "合気道部",
                "漫画研究会");
        var shuffled = new ArrayList<>(names);
        Collections.shuffle(shuffled, new Random(7));

        assertThat(shuffled.stream().sorted(ORDER).toList()).isEqualTo(names);
    }

    @Test
    void aLongKeyIsCut() {
        var name = "👍".repeat(100);
        assertThat(IcuNameOrder.key(name, 240)).hasSize(240);
        assertThat(IcuNameOrder.key(name + "字", 240)).isEqualTo(IcuNameOrder.key(name, 240));
        assertThat(IcuNameOrder.key("a", 240)).hasSizeLessThan(20);
    }
}
