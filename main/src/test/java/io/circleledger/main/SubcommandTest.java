package io.circleledger.main;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SubcommandTest {

    @Test
    void argumentsSayWhatToDo() {
        assertThat(parse("")).isEqualTo(new Subcommand.Serve());
        assertThat(parse("rebuild")).isEqualTo(new Subcommand.Rebuild(10));
        assertThat(parse("rebuild --accept-share 100")).isEqualTo(new Subcommand.Rebuild(100));
        assertThat(parse("rebuild --undo")).isEqualTo(new Subcommand.UndoRebuild());
        assertThat(parse("verify")).isEqualTo(new Subcommand.Verify());
        assertThat(parse("--help")).isEqualTo(new Subcommand.Help());
        assertThat(parse("rebuild --help")).isEqualTo(new Subcommand.Help());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "serve",
                "verify all",
                "rebuild now",
                "rebuild --undo --accept-share 3",
                "rebuild --accept-share",
                "rebuild --accept-share 101",
                "rebuild --accept-share -1",
                "rebuild --accept-share 10 20"
            })
    void whatCannotBeUnderstoodIsRefused(String arguments) {
        assertThat(parse(arguments)).isInstanceOf(Subcommand.Unusable.class);
    }

    private static Subcommand parse(String arguments) {
        return Subcommand.parse(arguments.isEmpty() ? List.of() : List.of(arguments.split(" ", -1)));
    }
}
