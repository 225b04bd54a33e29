package io.circleledger.bench.load;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Creates circles, each with a name of its own. */
final class CreateCircles implements Requests {

    private @Nullable LagProbe lag;
    private long created;

    /** @param probe is shown the answers from now on; null for nobody */
    void showTo(@Nullable LagProbe probe) {
        lag = probe;
    }

    @Override
    public boolean next(int connection, ByteBuffer out) {
        var body = "{\"circle_name\":\"circle " + created + "\",\"capacity\":" + (3 + created % 1_000) + "}";
        created++;
        out.put(RequestText.withBody("POST", "/circle", body));
        return true;
    }

    @Override
    public int expectedStatus() {
        return 201;
    }

    @Override
    public void answered(int connection, byte[] bytes, int from, int to, long nowNanos) {
        if (lag != null) {
            lag.created(bytes, from, to, nowNanos);
        }
    }
}
