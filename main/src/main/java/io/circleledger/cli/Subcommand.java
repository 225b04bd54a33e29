package io.circleledger.cli;

import io.circleledger.domain.circle.Circles;
import io.ledger.core.Parsed;
import io.ledger.core.StreamId;
import io.ledger.core.log.GlobalPosition;
import io.ledger.projection.ReadModelRebuild;
import io.ledger.tool.IdentityTask;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What the arguments ask the program to do. */
public sealed interface Subcommand {

    /**
     * Run the server.
     *
     * @param withKafka with a Kafka broker of its own, for trying it out
     */
    record Serve(boolean withKafka) implements Subcommand {}

    /** Something that is done once, with the stores of a ledger. */
    sealed interface LedgerWork extends Subcommand {}

    /** Builds the read model anew; refuses when more than this share of the circles would change. */
    record RebuildReadModel(int acceptSharePercent) implements LedgerWork {}

    /** Takes the last rebuild back. */
    record UndoRebuild() implements LedgerWork {}

    /** Holds everything that is stored to the log. */
    record Verify() implements LedgerWork {}

    /**
     * Tells events, oldest first.
     *
     * @param circle of this circle, or of all
     * @param follow whether to go on with those that are yet to come
     */
    record ShowEvents(Optional<StreamId> circle, GlobalPosition after, boolean follow) implements LedgerWork {}

    /** Tells what became of a circle, in plain words. */
    record ShowHistory(StreamId circle) implements LedgerWork {}

    /** Writes all events to a file, or to standard output. */
    record Export(Optional<Path> file) implements LedgerWork {}

    /**
     * Takes events from a file, or from standard input, into an empty ledger.
     *
     * @param asIs whether to take what breaks the rules as well
     */
    record Import(Optional<Path> file, boolean asIs) implements LedgerWork {}

    /**
     * Looks at what a table would do, and does it.
     *
     * @param kind of what its rows are about
     * @param reason said of every event, empty when there is none
     */
    record ImportTable(Path file, String kind, boolean isApplied, String reason) implements LedgerWork {}

    /** Writes the whole ledger to a file, or to standard output. */
    record BackUp(Optional<Path> file) implements LedgerWork {}

    /**
     * Puts a backup from a file, or from standard input, in the place of the ledger.
     *
     * @param isReplacing whether the ledger may have events
     */
    record Restore(Optional<Path> file, boolean isReplacing) implements LedgerWork {}

    /** Manages accounts and tokens. */
    record ManageIdentities(IdentityTask task) implements LedgerWork {}

    /** Shows how the program is used. */
    record ShowHelp() implements Subcommand {}

    /** The arguments cannot be understood. */
    record UnusableArguments(String fault) implements Subcommand {}

    String USAGE = """
            Circle Ledger: university circles with their whole history.

            Usage:
              circle-ledger                       runs the server
              circle-ledger --with-kafka          runs it with a Kafka broker of its own, for trying it out
              circle-ledger events [OPTIONS]      tells what happened, oldest first
              circle-ledger history CIRCLE        tells one circle's story in plain words
              circle-ledger backup FILE           writes the whole ledger to a file
              circle-ledger restore FILE          puts a backup in the place of an empty ledger
              circle-ledger export [FILE]         writes all events, for others
              circle-ledger import [FILE]         takes exported events into an empty ledger
              circle-ledger import-table FILE     looks at what a CSV or XLSX file would do, or does it
              circle-ledger verify                checks log, snapshots and read model
              circle-ledger rebuild [OPTIONS]     builds the read model anew from the log
              circle-ledger account …             adds and lists accounts
              circle-ledger token …               makes and revokes tokens
              circle-ledger --help                shows this

            events [--follow] [--circle ID] [--after POSITION]
              One event a line: position, time, type, circle and version, actor, data.
              --follow                 go on with what happens from now on, until Ctrl-C
              --circle ID              of this circle alone
              --after POSITION         only what comes after this position

            backup FILE
              Everything that cannot be computed, as it is at one moment, while servers go on. FILE is new, or - for
              standard output; it is there when it is whole. It has a checksum.

            restore [--replace] FILE
              Checks the whole file first; - is standard input. The exchange is done at once, and servers that run
              notice it. A restore that was broken off has changed nothing; start it again.
              --replace                in the place of a ledger that has events, which are gone then

            export [FILE]
              One CloudEvent in JSON a line, to FILE or to standard output. What happens meanwhile is not in it.

            import [--as-is] [FILE]
              Checks everything first: a fault is told with its line, and nothing is recorded. Reads FILE, or
              standard input. An import that was broken off goes on when it is started again.
              --as-is                  take events as well that cannot be read or break the rules

            import-table FILE [--kind circles] [--apply] [--reason TEXT]
              Tells what each row would do, and which rows have faults. It changes nothing without --apply; what it did can
              be taken back in the console, or over HTTP, for 30 days.
              --apply                  do it; rows with faults and duplicates are left out
              --reason TEXT            said of every change

            verify
              Folds every circle from its events and compares. It changes nothing.

            rebuild [--accept-share PERCENT] [--undo]
              Builds a second read model beside the live one, says what is different in it and puts it
              in its place at once. Readers see nothing of the building.
              --accept-share PERCENT   switch though up to this share of the circles changes
                                       (0 to 100, %d if not given)
              --undo                   put back the read model that the last rebuild replaced

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
            """.formatted(ReadModelRebuild.DEFAULT_SHARE_PERCENT);

    static Subcommand parse(List<String> arguments) {
        if (arguments.isEmpty()) {
            return new Serve(false);
        }
        var options = arguments.subList(1, arguments.size());
        if (options.contains("--help") || options.contains("-h")) {
            return new ShowHelp();
        }
        return switch (arguments.getFirst()) {
            case "--help", "-h", "help" -> new ShowHelp();
            case "--with-kafka" -> options.isEmpty() ? new Serve(true) : unknown(options.getFirst());
            case "rebuild" -> rebuild(options);
            case "events" -> events(options);
            case "history" -> history(options);
            case "export" -> options.size() <= 1 ? file(options, Export::new) : unknown(options.get(1));
            case "import" -> importing(options);
            case "import-table" -> importingTable(options);
            case "backup" -> backup(options);
            case "restore" -> restore(options);
            case "account", "token" ->
                switch (IdentityTask.parse(arguments)) {
                    case Parsed.Valid<IdentityTask>(var task) -> new ManageIdentities(task);
                    case Parsed.Invalid<IdentityTask>(var fault) -> new UnusableArguments(fault);
                };
            case "verify" -> options.isEmpty() ? new Verify() : unknown(options.getFirst());
            default -> unknown(arguments.getFirst());
        };
    }

    private static Subcommand rebuild(List<String> options) {
        if (options.isEmpty()) {
            return new RebuildReadModel(ReadModelRebuild.DEFAULT_SHARE_PERCENT);
        }
        return switch (options.getFirst()) {
            case "--undo" ->
                options.size() == 1 ? new UndoRebuild() : new UnusableArguments("--undo takes no other option with it");
            case "--accept-share" ->
                switch (options.size()) {
                    case 1 -> new UnusableArguments("--accept-share needs a percentage from 0 to 100");
                    case 2 -> share(options.get(1));
                    default -> unknown(options.get(2));
                };
            default -> unknown(options.getFirst());
        };
    }

    private static Subcommand events(List<String> options) {
        var circle = Optional.<StreamId>empty();
        var after = GlobalPosition.START;
        var follow = false;
        for (var rest = options.iterator(); rest.hasNext(); ) {
            var option = rest.next();
            switch (option) {
                case "--follow", "-f" -> follow = true;
                case "--circle" -> {
                    circle = rest.hasNext() ? Circles.parse(rest.next()) : Optional.empty();
                    if (circle.isEmpty()) {
                        return new UnusableArguments("--circle needs the id of a circle, as the server gave it");
                    }
                }
                case "--after" -> {
                    var text = rest.hasNext() ? rest.next() : "";
                    if (!text.matches("\\d{1,18}")) {
                        return new UnusableArguments("--after needs a position: 0, or that of an event");
                    }
                    after = new GlobalPosition(Long.parseLong(text));
                }
                default -> {
                    return unknown(option);
                }
            }
        }
        return new ShowEvents(circle, after, follow);
    }

    private static Subcommand history(List<String> options) {
        return switch (options.size()) {
            case 0 -> new UnusableArguments("history needs the id of a circle");
            case 1 ->
                Circles.parse(options.getFirst())
                        .<Subcommand>map(ShowHistory::new)
                        .orElseGet(() -> new UnusableArguments(
                                "\"" + options.getFirst() + "\" is no id of a circle; give it as the server gave it"));
            default -> unknown(options.get(1));
        };
    }

    private static Subcommand importing(List<String> options) {
        var asIs = options.contains("--as-is");
        var others =
                options.stream().filter(option -> !option.equals("--as-is")).toList();
        return others.size() <= 1 ? file(others, file -> new Import(file, asIs)) : unknown(others.get(1));
    }

    private static Subcommand importingTable(List<String> options) {
        var file = Optional.<String>empty();
        var kind = "circles";
        var reason = "";
        var isApplied = false;
        for (var rest = options.iterator(); rest.hasNext(); ) {
            var option = rest.next();
            switch (option) {
                case "--apply" -> isApplied = true;
                case "--kind", "--reason" -> {
                    if (!rest.hasNext()) {
                        return new UnusableArguments(option + " needs a value");
                    }
                    kind = option.equals("--kind") ? rest.next() : kind;
                    reason = option.equals("--reason") ? rest.next() : reason;
                }
                default -> {
                    if (file.isPresent() || option.startsWith("-")) {
                        return unknown(option);
                    }
                    file = Optional.of(option);
                }
            }
        }
        return importTable(file, kind, isApplied, reason);
    }

    private static Subcommand importTable(Optional<String> file, String kind, boolean isApplied, String reason) {
        return file.isEmpty()
                ? new UnusableArguments("import-table needs the name of a CSV or XLSX file")
                : file(List.of(file.get()), path -> new ImportTable(path.orElseThrow(), kind, isApplied, reason));
    }

    private static Subcommand backup(List<String> options) {
        return switch (options.size()) {
            case 0 -> new UnusableArguments("backup needs the name of a new file, or - for standard output");
            case 1 -> file(options, BackUp::new);
            default -> unknown(options.get(1));
        };
    }

    private static Subcommand restore(List<String> options) {
        var isReplacing = options.contains("--replace");
        var others =
                options.stream().filter(option -> !option.equals("--replace")).toList();
        return switch (others.size()) {
            case 0 -> new UnusableArguments("restore needs the name of a backup, or - for standard input");
            case 1 -> file(others, file -> new Restore(file, isReplacing));
            default -> unknown(others.get(1));
        };
    }

    /** @param options at most a file; - is standard input or output, as is none */
    private static Subcommand file(List<String> options, Function<Optional<Path>, Subcommand> command) {
        var given = options.stream().filter(option -> !option.equals("-")).findFirst();
        if (given.filter(option -> option.startsWith("-")).isPresent()) {
            return unknown(given.get());
        }
        try {
            return command.apply(given.map(Path::of));
        } catch (InvalidPathException _) {
            return new UnusableArguments("\"" + given.orElse("") + "\" is no name of a file");
        }
    }

    private static Subcommand share(String text) {
        return text.matches("\\d{1,2}|100")
                ? new RebuildReadModel(Integer.parseInt(text))
                : new UnusableArguments("--accept-share is \"" + text + "\"; it must be a whole number from 0 to 100");
    }

    private static Subcommand unknown(String argument) {
        return new UnusableArguments("unknown argument \"" + argument + "\"; see --help");
    }
}
