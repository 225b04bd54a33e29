package io.circleledger.bench.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Changes the capacity of the circles of a list, in turn, until each has had its number of changes.
 *
 * <p>A circle belongs to one connection, which so always knows its version. The versions are kept
 * from run to run.
 */
final class ChangeCircles implements Requests {

    private final List<String> ids;
    private final int[] versions;
    private int connections = 1;
    private int[] next = new int[0];
    private int[] left = new int[0];

    /** @param file one circle a line: its id, a blank, its version */
    ChangeCircles(Path file) {
        try {
            var lines = Files.readAllLines(file);
            this.ids = lines.stream().map(line -> line.split(" ", -1)[0]).toList();
            this.versions = lines.stream()
                    .mapToInt(line -> Integer.parseInt(line.split(" ", -1)[1]))
                    .toArray();
        } catch (IOException failure) {
            throw new LoadFailure("the circles cannot be read: " + failure, failure);
        }
    }

    /** Makes ready for a run. */
    void begin(int forConnections, int changesPerCircle) {
        connections = forConnections;
        next = new int[forConnections];
        left = new int[forConnections];
        for (var i = 0; i < forConnections; i++) {
            next[i] = i;
        }
        for (var i = 0; i < ids.size(); i++) {
            left[i % forConnections] += changesPerCircle;
        }
    }

    @Override
    public boolean next(int connection, ByteBuffer out) {
        if (left[connection] == 0) {
            return false;
        }
        left[connection]--;
        var circle = next[connection];
        next[connection] = circle + connections < ids.size() ? circle + connections : connection;
        var version = versions[circle]++;
        // Never the capacity it has: that would record nothing.
        var body = "{\"capacity\":" + (2_000 + version % 1_000) + ",\"version\":" + version + "}";
        out.put(RequestText.withBody("PUT", "/circle/" + ids.get(circle), body));
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
