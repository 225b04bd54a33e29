package io.circleledger.main;

import java.util.List;

/** What the arguments ask the program to do. */
sealed interface Subcommand {

    /** Runs the server. */
    record Serve() implements Subcommand {}

    /** Builds the read model anew; refuses when more than this share of the circles would change. */
    record Rebuild(int acceptSharePercent) implements Subcommand {}

    /** Takes the last rebuild back. */
    record UndoRebuild() implements Subcommand {}

    /** Holds everything that is stored to the log. */
    record Verify() implements Subcommand {}

    /** Starts the server in a temporary directory, uses and stops it. */
    record Rehearse() implements Subcommand {}

    /** Shows how the program is used. */
    record Help() implements Subcommand {}

    /** The arguments cannot be understood. */
    record Unusable(String fault) implements Subcommand {}

    int DEFAULT_SHARE_PERCENT = 10;

    String USAGE = """
            Usage:
              circle-ledger                    runs the server
              circle-ledger rebuild            builds the read model anew from the log, while servers run
              circle-ledger verify             checks log, snapshots and read model, while servers run
              circle-ledger --help             shows this

            rebuild [--accept-share PERCENT] [--undo]
              Builds a second read model beside the live one, says what is different in it and puts it
              in its place at once. Readers see nothing of the building.
              --accept-share PERCENT   switch though up to this share of the circles changes
                                       (0 to 100, %d if not given)
              --undo                   put back the read model that the last rebuild replaced

            verify
              Folds every circle from its events and compares. It changes nothing.

            rehearse
              Starts a server in a temporary directory, uses it and stops. The launcher does so after a
              build and records it, which makes the next starts faster.

            rebuild and verify find the stores as the server does: by DATABASE_URL and REDIS_URL, or else in DATA_DIR.
            Without a server they start the embedded stores themselves for as long as they work.

            Exit codes: 0 done and in order; 1 cannot run; 2 bad arguments or settings;
            3 rebuild refused, or verify found a difference.
            """.formatted(DEFAULT_SHARE_PERCENT);

    static Subcommand parse(List<String> arguments) {
        if (arguments.isEmpty()) {
            return new Serve();
        }
        var options = arguments.subList(1, arguments.size());
        if (options.contains("--help") || options.contains("-h")) {
            return new Help();
        }
        return switch (arguments.getFirst()) {
            case "--help", "-h", "help" -> new Help();
            case "rebuild" -> rebuild(options);
            case "rehearse" -> options.isEmpty() ? new Rehearse() : unknown(options.getFirst());
            case "verify" -> options.isEmpty() ? new Verify() : unknown(options.getFirst());
            default -> unknown(arguments.getFirst());
        };
    }

    private static Subcommand rebuild(List<String> options) {
        if (options.isEmpty()) {
            return new Rebuild(DEFAULT_SHARE_PERCENT);
        }
        return switch (options.getFirst()) {
            case "--undo" ->
                options.size() == 1 ? new UndoRebuild() : new Unusable("--undo takes no other option with it");
            case "--accept-share" ->
                switch (options.size()) {
                    case 1 -> new Unusable("--accept-share needs a percentage from 0 to 100");
                    case 2 -> share(options.get(1));
                    default -> unknown(options.get(2));
                };
            default -> unknown(options.getFirst());
        };
    }

    private static Subcommand share(String text) {
        return text.matches("\\d{1,2}|100")
                ? new Rebuild(Integer.parseInt(text))
                : new Unusable("--accept-share is \"" + text + "\"; it must be a whole number from 0 to 100");
    }

    private static Subcommand unknown(String argument) {
        return new Unusable("unknown argument \"" + argument + "\"; see circle-ledger --help");
    }
}
