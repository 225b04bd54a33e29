package io.circleledger.domain.circle;

import io.circleledger.domain.circle.CircleCommand.CreateCircle;
import io.circleledger.domain.circle.CircleCommand.DissolveCircle;
import io.circleledger.domain.circle.CircleCommand.UpdateCircle;
import io.circleledger.domain.circle.CircleDetails.Change;
import io.ledger.core.StreamId;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Commands to a handful of circles, sensible and not.
 *
 * <p>Few names and capacities are to be had, so that many an update changes one field or none.
 */
public final class RandomCommands {

    private static final List<StreamId> IDS = IntStream.range(0, 4)
            .mapToObj("01990000-0000-7000-8000-%012d"::formatted)
            .map(Circles::stream)
            .toList();

    private static final List<CircleName> NAMES =
            List.of(new CircleName("Chess"), new CircleName("chess"), new CircleName("\u56F2\u7881"));

    private static final List<Capacity> CAPACITIES = List.of(new Capacity(3), new Capacity(12), new Capacity(32767));

    /** A command and the circle it is about. */
    public record Addressed(StreamId id, CircleCommand command) {}

    private final Random random;

    public RandomCommands(long seed) {
        random = new Random(seed);
    }

    public List<Addressed> take(int count) {
        return IntStream.range(0, count).mapToObj(_ -> next()).toList();
    }

    private Addressed next() {
        return new Addressed(any(IDS), command());
    }

    private CircleCommand command() {
        var dice = random.nextInt(100);
        if (dice < 20) {
            return new CreateCircle(CircleDetails.of(any(NAMES), any(CAPACITIES)));
        }
        return dice < 23 ? new DissolveCircle() : new UpdateCircle(change());
    }

    private Change change() {
        var named = random.nextInt(3) == 0 ? Change.NONE : Change.NONE.with(CircleDetails.NAME, any(NAMES));
        return random.nextInt(3) == 0 ? named : named.with(CircleDetails.CAPACITY, any(CAPACITIES));
    }

    private <T> T any(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }
}
