package io.circleledger.main;

import static org.assertj.core.api.Assertions.assertThat;

import io.circleledger.domain.circle.Circles;
import io.ledger.core.identity.AccountRole;
import io.ledger.core.log.GlobalPosition;
import io.ledger.program.Subcommand;
import io.ledger.tool.IdentityTask;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SubcommandTest {

    @Test
    void argumentsSayWhatToDo() {
        assertThat(parse("")).isEqualTo(new Subcommand.Serve(false));
        assertThat(parse("--with-kafka")).isEqualTo(new Subcommand.Serve(true));
        assertThat(parse("rebuild")).isEqualTo(new Subcommand.RebuildReadModel(10));
        assertThat(parse("rebuild --accept-share 100")).isEqualTo(new Subcommand.RebuildReadModel(100));
        assertThat(parse("rebuild --undo")).isEqualTo(new Subcommand.UndoRebuild());
        assertThat(parse("verify")).isEqualTo(new Subcommand.Verify());
        var id = "01a20ad8-48ed-72ea-9326-a17ba96b0f26";
        var circle = Circles.parse(id).orElseThrow();
        assertThat(parse("events")).isEqualTo(new Subcommand.ShowEvents(Optional.empty(), GlobalPosition.START, false));
        assertThat(parse("events --follow --circle " + id + " --after 12"))
                .isEqualTo(new Subcommand.ShowEvents(Optional.of(circle), new GlobalPosition(12), true));
        assertThat(parse("history " + id)).isEqualTo(new Subcommand.ShowHistory(circle));
        assertThat(parse("export")).isEqualTo(new Subcommand.Export(Optional.empty()));
        assertThat(parse("export -")).isEqualTo(new Subcommand.Export(Optional.empty()));
        assertThat(parse("export all.ndjson")).isEqualTo(new Subcommand.Export(Optional.of(Path.of("all.ndjson"))));
        assertThat(parse("import")).isEqualTo(new Subcommand.Import(Optional.empty(), false));
        assertThat(parse("import --as-is all.ndjson"))
                .isEqualTo(new Subcommand.Import(Optional.of(Path.of("all.ndjson")), true));
        assertThat(parse("backup a.backup")).isEqualTo(new Subcommand.BackUp(Optional.of(Path.of("a.backup"))));
        assertThat(parse("backup -")).isEqualTo(new Subcommand.BackUp(Optional.empty()));
        assertThat(parse("restore a.backup"))
                .isEqualTo(new Subcommand.Restore(Optional.of(Path.of("a.backup")), false));
        assertThat(parse("restore --replace -")).isEqualTo(new Subcommand.Restore(Optional.empty(), true));
        assertThat(parse("account add hana --role editor,viewer"))
                .isEqualTo(new Subcommand.ManageIdentities(
                        new IdentityTask.AddAccount("hana", EnumSet.of(AccountRole.VIEWER, AccountRole.EDITOR))));
        assertThat(parse("account list")).isEqualTo(new Subcommand.ManageIdentities(new IdentityTask.ListAccounts()));
        assertThat(parse("token add --role operator import"))
                .isEqualTo(new Subcommand.ManageIdentities(
                        new IdentityTask.AddToken("import", AccountRole.OPERATOR, Duration.ofDays(90))));
        assertThat(parse("token add import --role viewer --days 1"))
                .isEqualTo(new Subcommand.ManageIdentities(
                        new IdentityTask.AddToken("import", AccountRole.VIEWER, Duration.ofDays(1))));
        assertThat(parse("token revoke x"))
                .isEqualTo(new Subcommand.ManageIdentities(new IdentityTask.RevokeToken("x")));
        assertThat(parse("--help")).isEqualTo(new Subcommand.ShowHelp());
        assertThat(parse("rebuild --help")).isEqualTo(new Subcommand.ShowHelp());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "serve",
                "account",
                "account add",
                "account add hana",
                "account add hana --role",
                "account add hana --role king",
                "account add hana --role editor, ",
                "account add hana kenji --role editor",
                "account add hana --role editor --days 3",
                "account list all",
                "account drop hana",
                "token add import",
                "token add import --role editor,viewer",
                "token add import --role editor --days 0",
                "token add import --role editor --days 3651",
                "token add import --role editor --name x",
                "token revoke",
                "verify all",
                "events --after",
                "events --after -1",
                "events --after x",
                "events --circle",
                "events --circle chess",
                "events all",
                "history",
                "history chess",
                "history 01a20ad8-48ed-72ea-9326-a17ba96b0f26 twice",
                "backup",
                "backup a b",
                "backup --replace a",
                "restore",
                "restore a b",
                "restore --force a",
                "export a b",
                "export --all",
                "import a b",
                "import --force a",
                "rebuild now",
                "rebuild --undo --accept-share 3",
                "rebuild --accept-share",
                "rebuild --accept-share 101",
                "rebuild --accept-share -1",
                "rebuild --accept-share 10 20"
            })
    void whatCannotBeUnderstoodIsRefused(String arguments) {
        assertThat(parse(arguments)).isInstanceOf(Subcommand.UnusableArguments.class);
    }

    private static Subcommand parse(String arguments) {
        return Subcommand.parse(
                arguments.isEmpty() ? List.of() : List.of(arguments.split(" ", -1)), new CircleProgram().words());
    }
}
