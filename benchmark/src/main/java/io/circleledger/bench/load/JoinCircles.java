package io.circleledger.bench.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Lets the people of one list join the circles of another, in turn: who is under way at once joins another circle each.
 *
 * <p>The place is kept from run to run, so nobody joins a circle twice until all have joined all.
 */
final class JoinCircles implements Requests {

    private final List<String> circles;
    private final List<String> people;
    private long joined;
    private int left;

    /**
     * @param circles one id a line
     * @param people one id a line
     */
    JoinCircles(Path circles, Path people) {
        try {
            this.circles = Files.readAllLines(circles);
            this.people = Files.readAllLines(people);
        } catch (IOException failure) {
            throw new LoadFailure("the circles and the people cannot be read: " + failure, failure);
        }
    }

    /** Makes ready for a run of so many joins. */
    void begin(int joins) {
        left = joins;
    }

    @Override
    public boolean next(int connection, ByteBuffer out) {
        if (left == 0) {
            return false;
        }
        left--;
        var person = people.get((int) (joined % people.size()));
        var circle = circles.get((int) ((joined + joined / people.size()) % circles.size()));
        joined++;
        out.put(RequestText.withBody("PUT", "/circle/" + circle + "/members/" + person, "{}"));
        return true;
    }

    @Override
    public boolean comeToAnEnd() {
        return true;
    }

    @Override
    public int expectedStatus() {
        return 200;
    }
}
