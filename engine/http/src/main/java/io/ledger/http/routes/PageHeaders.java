package io.ledger.http.routes;

import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import java.util.List;

/** What a page says to the browser that shows it. */
final class PageHeaders {

    private static final HeaderName CONTENT_SECURITY_POLICY = HeaderNames.create("Content-Security-Policy");

    /** A window of another site that has opened the page has no hold of it. */
    private static final Header ALONE =
            HeaderValues.createCached(HeaderNames.create("Cross-Origin-Opener-Policy"), "same-origin");

    /** Whatever finds its way into the page gets nothing of the machine. */
    private static final Header NO_DEVICES = HeaderValues.createCached(
            HeaderNames.create("Permissions-Policy"),
            "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), hid=(), magnetometer=(),"
                    + " microphone=(), midi=(), payment=(), serial=(), usb=()");

    private PageHeaders() {}

    /** Those of a page whose content security policy is this. */
    static List<Header> of(String policy) {
        return List.of(HeaderValues.createCached(CONTENT_SECURITY_POLICY, policy), ALONE, NO_DEVICES);
    }
}
