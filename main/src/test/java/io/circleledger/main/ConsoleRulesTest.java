package io.circleledger.main;

import static org.assertj.core.api.Assertions.assertThat;

import io.circleledger.console.Console;
import io.circleledger.domain.circle.Capacity;
import io.circleledger.domain.circle.CircleName;
import io.circleledger.domain.circle.Reason;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The limits that the console tells people while they type are those of the ledger. */
class ConsoleRulesTest {

    @Test
    void theScriptHasTheLimitsOfTheDomain() {
        var limits = Pattern.compile("^export const (\\w+) = (\\d+);$", Pattern.MULTILINE)
                .matcher(Console.content("rules.js"))
                .results()
                .collect(Collectors.toMap(
                        (MatchResult match) -> match.group(1), match -> Integer.valueOf(match.group(2))));
        assertThat(limits)
                .isEqualTo(Map.of(
                        "NAME_MAX", CircleName.MAX_CHARACTERS,
                        "REASON_MAX", Reason.MAX_CHARACTERS,
                        "CAPACITY_MIN", Capacity.MIN,
                        "CAPACITY_MAX", Capacity.MAX));
    }

    @Test
    void theSentencesHaveTheLimitsOfTheDomain() {
        assertThat(numbers("nameTooLong")).containsOnly(CircleName.MAX_CHARACTERS);
        assertThat(numbers("capacityOutside")).containsOnly(Capacity.MIN, Capacity.MAX);
        assertThat(numbers("capacityHint")).containsOnly(Capacity.MIN, Capacity.MAX);
    }

    private static Iterable<Integer> numbers(String sentence) {
        var written =
                Pattern.compile("^  " + sentence + ": (.*)$", Pattern.MULTILINE).matcher(Console.content("words.js"));
        assertThat(written.find()).as(sentence).isTrue();
        return Pattern.compile("\\d[\\d,]*")
                .matcher(written.group(1))
                .results()
                .map(match -> Integer.valueOf(match.group().replace(",", "")))
                .toList();
    }
}
