package io.circleledger.main;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import java.util.ArrayList;
import java.util.List;

/** Requests of a page that stay on their way until somebody lets them go: nothing that is done meanwhile comes too late. */
final class HeldRequests {

    private final Page page;
    private final List<Route> held = new ArrayList<>();
    private int yetToPass;
    private boolean isOver;

    private HeldRequests(Page page, String method, String glob, int passed) {
        this.page = page;
        this.yetToPass = passed;
        page.route(glob, route -> {
            if (isOver || !route.request().method().equals(method) || yetToPass-- > 0) {
                route.resume();
            } else {
                held.add(route);
            }
        });
    }

    /** Holds all requests from now on. */
    static HeldRequests of(Page page, String method, String glob) {
        return new HeldRequests(page, method, glob, 0);
    }

    /** Lets so many requests pass, and holds the others. */
    static HeldRequests after(int passed, Page page, String method, String glob) {
        return new HeldRequests(page, method, glob, passed);
    }

    /** Returns once one is held. */
    void awaitOne() {
        page.waitForCondition(() -> !held.isEmpty());
    }

    /** Lets all of them go, and those that come. */
    void letGo() {
        isOver = true;
        held.forEach(Route::resume);
        held.clear();
    }
}
