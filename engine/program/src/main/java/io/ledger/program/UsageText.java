package io.ledger.program;

import io.ledger.projection.ReadModelRebuild;
import java.util.Locale;
import java.util.stream.Collectors;

/** How a program is used, in its own words. */
final class UsageText {

    /** The columns at which explanations begin, of subcommands and of their options. */
    private static final int COMMAND_COLUMNS = 38;

    private static final int OPTION_COLUMNS = 27;

    /** A tab is where an explanation begins. */
    private static final String TEXT = """
            {about}

            Usage:
              {command}\truns the server
              {command} --with-kafka\truns it with a Kafka broker of its own, for trying it out
              {command} events [OPTIONS]\ttells what happened, oldest first
              {command} history {NOUN}\ttells one {noun}'s story in plain words
              {command} backup FILE\twrites the whole ledger to a file
              {command} restore FILE\tputs a backup in the place of an empty ledger
              {command} export [FILE]\twrites all events, for others
              {command} import [FILE]\ttakes exported events into an empty ledger
              {command} import-table FILE\tlooks at what a CSV or XLSX file would do, or does it
              {command} verify\tchecks log, snapshots and read model
              {command} rebuild [OPTIONS]\tbuilds the read model anew from the log
              {command} account …\tadds and lists accounts
              {command} token …\tmakes and revokes tokens
              {command} --help\tshows this

            events [--follow] [--{noun} ID] [--after POSITION]
              One event a line: position, time, type, {noun} and version, actor, data.
              --follow\tgo on with what happens from now on, until Ctrl-C
              --{noun} ID\tof this {noun} alone
              --after POSITION\tonly what comes after this position

            backup FILE
              Everything that cannot be computed, as it is at one moment, while servers go on. FILE is new, or - for
              standard output; it is there when it is whole. It has a checksum.

            restore [--replace] FILE
              Checks the whole file first; - is standard input. The exchange is done at once, and servers that run
              notice it. A restore that was broken off has changed nothing; start it again.
              --replace\tin the place of a ledger that has events, which are gone then

            export [FILE]
              One CloudEvent in JSON a line, to FILE or to standard output. What happens meanwhile is not in it.

            import [--as-is] [FILE]
              Checks everything first: a fault is told with its line, and nothing is recorded. Reads FILE, or
              standard input. An import that was broken off goes on when it is started again.
              --as-is\ttake events as well that cannot be read or break the rules

            import-table FILE [--kind KIND] [--apply] [--reason TEXT]
              Tells what each row would do, and which rows have faults. It changes nothing without --apply; what it did can
              be taken back in the console, or over HTTP, for 30 days.
              --kind KIND\twhat the rows are, if not {plural}; a kind that is none is told with those that there are
              --apply\tdo it; rows with faults and duplicates are left out
              --reason TEXT\tsaid of every change

            verify
              Folds every {noun} from its events and compares. It changes nothing.

            rebuild [--accept-share PERCENT] [--undo]
              Builds a second read model beside the live one, says what is different in it and puts it
              in its place at once. Readers see nothing of the building.
              --accept-share PERCENT\tswitch though up to this share of the {plural} changes
                                       (0 to 100, {share} if not given)
              --undo\tput back the read model that the last rebuild replaced

            account add NAME --role ROLE | account list
              Adds an account and prints a link, good once and for 72 hours, by which its owner chooses a password.
              ROLE is viewer, editor, operator or administrator; several have commas between them.

            token add NAME --role ROLE [--days N] | token revoke TOKEN_ID
              Makes a token for a program, which is shown this once. It is good for N days (90 if not given).

            All of them work while servers run. They find the stores as the server does: by DATABASE_URL and
            REDIS_URL, or else in DATA_DIR. Without a server they start the embedded stores themselves for as
            long as they work.

            Exit codes: 0 done and in order; 1 cannot run; 2 bad arguments or settings;
            3 rebuild, import or restore refused, verify found a difference, or import-table has rows that were not done.
            """;

    private UsageText() {}

    static String of(ProgramWords words) {
        return TEXT.replace("{about}", words.about())
                .replace("{command}", words.command())
                .replace("{noun}", words.noun())
                .replace("{NOUN}", words.noun().toUpperCase(Locale.ROOT))
                .replace("{plural}", words.plural())
                .replace("{share}", String.valueOf(ReadModelRebuild.DEFAULT_SHARE_PERCENT))
                .lines()
                .map(line -> aligned(line, "  " + words.command()))
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private static String aligned(String line, String command) {
        var parts = line.split("\t", 2);
        var columns = line.startsWith(command) ? COMMAND_COLUMNS : OPTION_COLUMNS;
        return parts.length == 1 ? line : parts[0] + " ".repeat(Math.max(1, columns - parts[0].length())) + parts[1];
    }
}
