package io.ledger.tool;

import io.ledger.core.StreamId;
import io.ledger.core.feed.EventFeed;
import io.ledger.core.feed.FeedFilter;
import io.ledger.core.feed.FeedPlace;
import io.ledger.core.feed.StoredEvent;
import io.ledger.core.log.GlobalPosition;
import io.ledger.mariadb.MariaDbEventFeed;
import io.ledger.server.ExitCode;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The subcommand {@code events}: a line for each event. */
public final class EventsCommand {

    private final ToolSettings settings;
    private static final Duration POLL = Duration.ofMillis(250);

    private final PrintStream out;
    private final PrintStream err;

    public EventsCommand(ToolSettings settings, PrintStream out, PrintStream err) {
        this.settings = settings;
        this.out = out;
        this.err = err;
    }

    /**
     * Prints events, oldest first.
     *
     * @param stream of this stream, or of all
     * @param follow whether to go on with those that are yet to come
     * @return the exit code
     */
    public int events(Optional<StreamId> stream, GlobalPosition after, boolean follow) throws InterruptedException {
        try (var stores = ToolStores.open(settings)) {
            var feed = new MariaDbEventFeed(
                    stores.mariaDb().database(), settings.modules().aggregates());
            return events(feed, new FeedFilter(stream, Set.of()), after, follow);
        }
    }

    private int events(EventFeed feed, FeedFilter filter, GlobalPosition after, boolean follow) {
        var place = FeedPlace.unchecked(after);
        while (!out.checkError()) {
            var page = feed.after(place.position(), filter, EventFeed.MAX_PAGE);
            if (page.head().isBefore(place.position()) || !place.fits(page.after())) {
                if (!follow) {
                    throw new IllegalStateException(
                            "the log ends at position %s, before %s".formatted(page.head(), place.position()));
                }
                place = begunAnew(feed, place.position());
                continue;
            }
            page.events().forEach(event -> out.println(line(event)));
            place = FeedPlace.of(page.end());
            if (!page.upTo().isBefore(page.head())) {
                if (!follow || !rested()) {
                    break;
                }
            }
        }
        out.flush();
        return ExitCode.DONE;
    }

    /** The end of a log that has another history than the one that was followed. */
    private FeedPlace begunAnew(EventFeed feed, GlobalPosition lost) {
        var end = FeedPlace.of(feed.at(feed.head()));
        settings.say(
                err,
                "the log has lost its end: position %s is not what it was. Events told above may be gone; following goes on after position %s."
                        .formatted(lost, end.position()));
        return end;
    }

    /** Whether there is more to come; being told to stop is how following ends. */
    private static boolean rested() {
        try {
            Thread.sleep(POLL);
            return true;
        } catch (InterruptedException _) {
            return false;
        }
    }

    private static String line(StoredEvent event) {
        var text = String.format(
                Locale.ROOT,
                "%7s  %s  %-16s %s v%d  %s  %s",
                event.position(),
                event.envelope().occurredAt().orElseGet(() -> event.occurredAt().toString()),
                event.eventType(),
                event.streamId(),
                event.version(),
                event.metadata().actor(),
                event.payload());
        var noted = text
                + event.unreadable().map(why -> "  cannot be read: " + why).orElse("")
                + event.envelope()
                        .metadataFault()
                        .map(why -> "  metadata cannot be read: " + why)
                        .orElse("");
        return TerminalText.of(noted);
    }
}
