package io.circleledger.main;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A real browser that looks at the console, and remembers what no page may ever do: fail, break its
 * content security policy, open an alert, or ask another host.
 *
 * <p>It is the Chromium of the machine. Where there is none, the tests that need it are skipped and say
 * so; CHROMIUM names one that is not in its usual place.
 */
final class ConsoleBrowser implements AutoCloseable {

    private static final List<String> PLACES =
            List.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome");

    private static final int PATIENCE_MILLIS = 15_000;

    /** How long each answer is held up, in milliseconds: what a test does not wait for is not there yet. */
    private static final int LATENCY_MILLIS = Integer.getInteger("console.latency", 0);

    /** How many times as long the page takes for all it does: what is only there for a moment is not seen. */
    private static final int THROTTLE = Integer.getInteger("console.throttle", 1);

    private final Playwright playwright;
    private final Browser browser;
    private final String url;
    private final Runnable beforePage;
    private final List<String> faults = new ArrayList<>();
    private final List<Request> requests = new ArrayList<>();

    private ConsoleBrowser(Path chromium, String url, Runnable beforePage) {
        this.url = url;
        this.beforePage = beforePage;
        this.playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
        this.browser = playwright.chromium().launch(new BrowserType.LaunchOptions().setExecutablePath(chromium));
    }

    static ConsoleBrowser open(String url) {
        return open(url, () -> {});
    }

    /** @param beforePage what is done before each page that is opened */
    static ConsoleBrowser open(String url, Runnable beforePage) {
        var chromium = chromium();
        assumeThat(chromium)
                .as("There is no Chromium here, so the console is not tried in a browser;"
                        + " install it (apt-get install chromium) or set CHROMIUM")
                .isPresent();
        return new ConsoleBrowser(chromium.orElseThrow(), url, beforePage);
    }

    private static Optional<Path> chromium() {
        return Stream.concat(Stream.ofNullable(System.getenv("CHROMIUM")), PLACES.stream())
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Somebody who looks: a browser of their own, as far as the server can tell. */
    record Reader(String language, ColorScheme scheme, int width, int height) {

        static final Reader ENGLISH = new Reader("en-GB", ColorScheme.LIGHT, 1280, 800);

        Reader in(String other) {
            return new Reader(other, scheme, width, height);
        }

        Reader in(ColorScheme other) {
            return new Reader(language, other, width, height);
        }

        Reader wide(int pixels) {
            return new Reader(language, scheme, pixels, height);
        }

        @Override
        public String toString() {
            return language + " " + scheme + " " + width;
        }
    }

    Page page(Reader reader, String place) {
        return page(context(reader), place);
    }

    BrowserContext context(Reader reader) {
        var context = browser.newContext(new Browser.NewContextOptions()
                .setLocale(reader.language())
                .setTimezoneId("Asia/Tokyo")
                .setColorScheme(reader.scheme())
                .setViewportSize(reader.width(), reader.height()));
        context.setDefaultTimeout(PATIENCE_MILLIS);
        return context;
    }

    Page page(BrowserContext context, String place) {
        var page = context.newPage();
        page.onPageError(error -> faults.add("error: " + error));
        page.onDialog(dialog -> {
            // The browser's own question, of who leaves in the middle of something.
            if (dialog.type().equals("beforeunload")) {
                dialog.accept();
                return;
            }
            faults.add("alert: " + dialog.message());
            dialog.dismiss();
        });
        page.onConsoleMessage(message -> {
            // A request that is refused is told there too, and is no fault of the page.
            if (message.type().equals("error") && !message.text().startsWith("Failed to load resource")) {
                faults.add("console: " + message.text());
            }
        });
        page.onRequest(request -> {
            requests.add(request);
            if (!request.url().startsWith(url) && !request.url().startsWith("blob:")) {
                faults.add("outside: " + request.url());
            }
        });
        slow(page);
        beforePage.run();
        page.navigate(url + "/" + place);
        // Keys that are pressed before nobody hears.
        page.locator("main > *").first().waitFor();
        return page;
    }

    private static void slow(Page page) {
        if (LATENCY_MILLIS == 0 && THROTTLE == 1) {
            return;
        }
        var line = page.context().newCDPSession(page);
        line.send("Network.enable");
        var conditions = new JsonObject();
        conditions.addProperty("offline", false);
        conditions.addProperty("latency", LATENCY_MILLIS);
        conditions.addProperty("downloadThroughput", -1);
        conditions.addProperty("uploadThroughput", -1);
        line.send("Network.emulateNetworkConditions", conditions);
        var processor = new JsonObject();
        processor.addProperty("rate", THROTTLE);
        line.send("Emulation.setCPUThrottlingRate", processor);
    }

    /** The paths that were asked for since the last time somebody wanted to know. */
    List<String> asked() {
        var paths = requests.stream()
                .map(request -> request.method() + " " + request.url().substring(url.length()))
                .toList();
        requests.clear();
        return paths;
    }

    /** The bytes that came over the wire for all requests so far. */
    long received() {
        // To ask for an answer is to hear of what else happens meanwhile.
        return List.copyOf(requests).stream()
                .map(Request::response)
                .mapToLong(response -> Optional.ofNullable(response.headerValue("content-length"))
                        .map(Long::parseLong)
                        .orElse(0L))
                .sum();
    }

    /** Ends what a test has opened, and says whether all went well in there. */
    void endTest() {
        List.copyOf(browser.contexts()).forEach(BrowserContext::close);
        requests.clear();
        var told = List.copyOf(faults);
        faults.clear();
        assertThat(told).as("what no page may do").isEmpty();
    }

    @Override
    public void close() {
        playwright.close();
    }
}
