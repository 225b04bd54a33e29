package io.circleledger.main;

import static org.assertj.core.api.Assertions.assertThat;

import io.circleledger.console.Console;
import io.circleledger.domain.circle.Capacity;
import io.circleledger.domain.circle.CircleDetails;
import io.circleledger.domain.circle.CircleName;
import io.ledger.core.command.Reason;
import io.ledger.core.identity.AccountRole;
import io.ledger.identity.IdentityLimits;
import io.ledger.identity.IdentityProblem;
import io.ledger.identity.audit.Audited;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The limits that the console tells people while they type are those of the ledger. */
class ConsoleRulesTest {

    @Test
    void theScriptHasTheLimitsOfTheDomain() {
        var limits = Pattern.compile("^(?:export )?const (\\w+) = (\\d+);$", Pattern.MULTILINE)
                .matcher(Console.content("rules.js"))
                .results()
                .collect(Collectors.toMap(
                        (MatchResult match) -> match.group(1), match -> Integer.valueOf(match.group(2))));
        assertThat(limits)
                .isEqualTo(Map.of(
                        "NAME_MAX", CircleName.MAX_CHARACTERS,
                        "REASON_MAX", Reason.MAX_CHARACTERS,
                        "KIND_MAX", CircleDetails.KIND_CHARACTERS_MAX,
                        "CAPACITY_MIN", Capacity.MIN,
                        "CAPACITY_MAX", Capacity.MAX));
    }

    @Test
    void theSentencesHaveTheLimitsOfTheDomain() {
        assertThat(numbers("nameTooLong")).containsOnly(CircleName.MAX_CHARACTERS);
        assertThat(numbers("kanaTooLong")).containsOnly(CircleName.MAX_CHARACTERS);
        assertThat(numbers("kindTooLong")).containsOnly(CircleDetails.KIND_CHARACTERS_MAX);
        assertThat(numbers("capacityOutside")).containsOnly(Capacity.MIN, Capacity.MAX);
        assertThat(numbers("capacityHint")).containsOnly(Capacity.MIN, Capacity.MAX);
    }

    @Test
    void passwordsAndLinksHaveTheLimitsOfTheServer() {
        assertThat(Console.content("password.js"))
                .contains(
                        "PASSWORD_MIN = %d;".formatted(IdentityLimits.PASSWORD_CHARACTERS_MIN),
                        "PASSWORD_MAX = %d;".formatted(IdentityLimits.PASSWORD_CHARACTERS_MAX));
        assertThat(numbers("linkHint")).containsOnly((int) IdentityLimits.LINK_LIFE.toHours());
        assertThat(Console.content("names.js")).contains("AT_ONCE = %d;".formatted(IdentityLimits.NAMES_AT_ONCE));
    }

    @Test
    void thereAreWordsForEachRoleEachKindOfEntryAndEachProblem() {
        var words = Stream.of(
                        Stream.of(AccountRole.values()).map(role -> "role_" + role.label()),
                        Stream.of(AccountRole.values()).map(role -> "roleMay_" + role.label()),
                        Stream.of(Audited.values()).map(entry -> "audit_" + entry.kind()),
                        Stream.of(IdentityProblem.values()).map(problem -> "problem_" + problem.key()))
                .flatMap(Function.identity())
                .map(name -> "  %s: [".formatted(name.replace('-', '_')));
        assertThat(words).allSatisfy(word -> assertThat(sentences()).contains(word));
    }

    private static String sentences() {
        return Console.content("words.js") + Console.content("identitywords.js");
    }

    private static Iterable<Integer> numbers(String sentence) {
        var written =
                Pattern.compile("^  " + sentence + ": (.*)$", Pattern.MULTILINE).matcher(sentences());
        assertThat(written.find()).as(sentence).isTrue();
        return Pattern.compile("\\d[\\d,]*")
                .matcher(written.group(1))
                .results()
                .map(match -> Integer.valueOf(match.group().replace(",", "")))
                .toList();
    }
}
