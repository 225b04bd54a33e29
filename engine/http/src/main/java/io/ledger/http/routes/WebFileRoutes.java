package io.ledger.http.routes;

import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.ledger.core.Sha256;
import io.ledger.http.HttpLimits;
import io.ledger.http.answer.Compression;
import io.ledger.http.answer.EntityTag;
import io.ledger.http.answer.FileAnswer;
import io.ledger.http.answer.Problem;
import io.ledger.http.answer.Refusal;
import io.ledger.http.answer.Reply;
import io.ledger.http.answer.ServerProblem;
import io.ledger.http.request.Call;
import io.ledger.http.routing.RouteGroup;
import io.ledger.http.routing.Routes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.Deflater;

/**
 * Serves the files of a web console: its page at {@code /}, and all else under a path that names this very
 * edition.
 *
 * <p>The path has a digest of all files, which the page has in place of {@value #EDITION}. So a
 * browser keeps the files for ever, asks for nothing but the page again, and never runs scripts of two
 * editions together. Each file is compressed once, at the start.
 */
public final class WebFileRoutes implements RouteGroup {

    /**
     * What the page may do: load from this server alone, and run no script that is not a file of it.
     * Whatever text the page shows, there is no way from it to a script.
     */
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self';"
            + " img-src 'self' data:; connect-src 'self'; font-src 'self'; manifest-src 'self'; base-uri 'none';"
            + " form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'";

    private static final String EDITION = "{edition}";
    private static final int EDITION_DIGITS = 16;

    private final Map<String, File> files = new TreeMap<>();
    private final String edition;
    private final File page;

    /** A file as it is sent: plain and compressed. */
    private record File(FileAnswer plain, FileAnswer compressed) {}

    /** A file as it is written. */
    public record Source(String name, String mediaType, String content) {}

    /**
     * One edition of a console.
     *
     * @param page the file that is served at {@code /}
     * @param others those it needs
     */
    public WebFileRoutes(Source page, List<Source> others) {
        this.edition = edition(page, others);
        others.forEach(source -> files.put(
                source.name(),
                file(
                        source,
                        source.content(),
                        "public, max-age=%d, immutable".formatted(HttpLimits.FINAL_ANSWER_KEPT.toSeconds()))));
        this.page = file(page, page.content().replace(EDITION, edition), "no-cache");
    }

    @Override
    public void addTo(Routes routes) {
        routes.add("GET", "/", call -> answer(call, page)).add("GET", "/console/{edition}/{file}", this::file);
    }

    private Reply file(Call call) {
        var file = files.get(call.segment("file"));
        if (file == null || !call.segment("edition").equals(edition)) {
            throw new Refusal(Problem.of(
                    ServerProblem.NOT_FOUND, "The console has no such file, or no longer; load its page at / again."));
        }
        return answer(call, file);
    }

    private static Reply answer(Call call, File file) {
        var answer =
                Compression.takesGzip(call.headerLines(HeaderNames.ACCEPT_ENCODING)) ? file.compressed() : file.plain();
        var isKnown = answer.header(HeaderNames.ETAG)
                .filter(tag -> EntityTag.noneMatchHits(call.headerLines(HeaderNames.IF_NONE_MATCH), tag))
                .isPresent();
        return isKnown ? answer.unchanged() : answer;
    }

    private static File file(Source source, String content, String kept) {
        var bytes = content.getBytes(StandardCharsets.UTF_8);
        var headers = new ArrayList<>(PageHeaders.of(POLICY));
        headers.add(HeaderValues.createCached(HeaderNames.CACHE_CONTROL, kept));
        headers.add(HeaderValues.createCached(HeaderNames.VARY, "Accept-Encoding"));
        // Two forms of one file are two things to a cache, and each has a tag of its own.
        var plain = new FileAnswer(headers, source.mediaType(), bytes).with(HeaderNames.ETAG, EntityTag.of(content));
        var compressed = new FileAnswer(
                        headers, source.mediaType(), Compression.gzipped(bytes, Deflater.BEST_COMPRESSION))
                .with(HeaderNames.CONTENT_ENCODING, "gzip")
                .with(HeaderNames.ETAG, EntityTag.of("gzip " + content));
        return new File(plain, compressed);
    }

    private static String edition(Source page, List<Source> others) {
        var all = new StringBuilder(page.content());
        others.forEach(source -> all.append(source.name()).append(source.content()));
        return Sha256.hex(all.toString(), EDITION_DIGITS);
    }
}
