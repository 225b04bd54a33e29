package io.ledger.program;

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

    /** Builds the read model anew; refuses when more than this share of the documents would change. */
    record RebuildReadModel(int acceptSharePercent) implements LedgerWork {}

    /** Takes the last rebuild back. */
    record UndoRebuild() implements LedgerWork {}

    /** Holds everything that is stored to the log. */
    record Verify() implements LedgerWork {}

    /**
     * Tells events, oldest first.
     *
     * @param stream of this stream, or of all
     * @param follow whether to go on with those that are yet to come
     */
    record ShowEvents(Optional<StreamId> stream, GlobalPosition after, boolean follow) implements LedgerWork {}

    /** Tells what became of a stream, in plain words. */
    record ShowHistory(StreamId stream) implements LedgerWork {}

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

    /** How a program is used. */
    static String usage(ProgramWords words) {
        return UsageText.of(words);
    }

    /** What the arguments of a program mean. */
    static Subcommand parse(List<String> arguments, ProgramWords words) {
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
            case "events" -> events(options, words);
            case "history" -> history(options, words);
            case "export" -> options.size() <= 1 ? file(options, Export::new) : unknown(options.get(1));
            case "import" -> importing(options);
            case "import-table" -> importingTable(options, words.plural());
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

    private static Subcommand events(List<String> options, ProgramWords words) {
        var one = "--" + words.noun();
        var stream = Optional.<StreamId>empty();
        var after = GlobalPosition.START;
        var follow = false;
        for (var rest = options.iterator(); rest.hasNext(); ) {
            var option = rest.next();
            if (option.equals(one)) {
                stream = rest.hasNext() ? StreamId.parse(words.noun(), rest.next()) : Optional.empty();
                if (stream.isEmpty()) {
                    return new UnusableArguments(
                            "%s needs the id of a %s, as the server gave it".formatted(one, words.noun()));
                }
                continue;
            }
            switch (option) {
                case "--follow", "-f" -> follow = true;
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
        return new ShowEvents(stream, after, follow);
    }

    private static Subcommand history(List<String> options, ProgramWords words) {
        return switch (options.size()) {
            case 0 -> new UnusableArguments("history needs the id of a " + words.noun());
            case 1 ->
                StreamId.parse(words.noun(), options.getFirst())
                        .<Subcommand>map(ShowHistory::new)
                        .orElseGet(() -> new UnusableArguments("\"%s\" is no id of a %s; give it as the server gave it"
                                .formatted(options.getFirst(), words.noun())));
            default -> unknown(options.get(1));
        };
    }

    private static Subcommand importing(List<String> options) {
        var asIs = options.contains("--as-is");
        var others =
                options.stream().filter(option -> !option.equals("--as-is")).toList();
        return others.size() <= 1 ? file(others, file -> new Import(file, asIs)) : unknown(others.get(1));
    }

    private static Subcommand importingTable(List<String> options, String usualKind) {
        var file = Optional.<String>empty();
        var kind = usualKind;
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
