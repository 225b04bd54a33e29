package io.circleledger.api;

import io.circleledger.domain.circle.CircleDetails;
import io.circleledger.domain.circle.CircleEvent;
import io.circleledger.domain.circle.Circles;
import io.circleledger.domain.readmodel.CircleStanding;
import io.ledger.http.feed.FeedNames;
import io.ledger.http.history.HistoryNames;
import io.ledger.http.routes.ProjectionNames;
import io.ledger.http.server.KnownFailures;
import io.ledger.http.server.LedgerFailures;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the engine's routes and codecs are told of circles: names, paths and the description of the API. */
public final class CircleApi {

    /** All circles; one is below it. */
    static final String PATH = "/circle";

    /** The field with a circle's id. */
    static final String ID = "circle_id";

    /** The words of the feed. */
    public static final FeedNames FEED = new FeedNames(Circles.CATEGORY, "circle", ID, "CircleCreated");

    /** The words of the projection's routes. */
    public static final ProjectionNames PROJECTION = new ProjectionNames(
            Circles.CATEGORY,
            ID,
            "circles",
            "circle-ledger rebuild",
            CircleProblem.STILL_PARKED,
            CircleAnswers::unknownCircle);

    /** The words of the routes of histories. */
    public static final HistoryNames<CircleEvent> HISTORY = new HistoryNames<>(
            Circles.CATEGORY, PATH, ID, fields(), "dissolved", CircleEvent::plain, CircleAnswers::unknownCircle);

    /** The failures that have problems of their own. */
    public static final KnownFailures FAILURES = new LedgerFailures("circle", CircleProblem.CORRUPT_STREAM);

    private static final String OPEN_API = "openapi.json";

    private CircleApi() {}

    /** The names of all fields, by those they are stored under. */
    private static Map<String, String> fields() {
        var names = new LinkedHashMap<String, String>();
        CircleDetails.FIELDS.forEach(field -> names.put(field.name(), CircleFields.name(field)));
        CircleStanding.NEW.plain().keySet().forEach(name -> names.put(name, name.equals("owner") ? "owner_id" : name));
        return names;
    }

    /** The description of the API, as it is in the sources. */
    public static JsonNode openApi() {
        try (var in = CircleApi.class.getResourceAsStream(OPEN_API)) {
            if (in == null) {
                throw new IllegalStateException("The program lacks its resource " + OPEN_API);
            }
            return JsonMapper.shared().readTree(in.readAllBytes());
        } catch (IOException broken) {
            throw new UncheckedIOException("The resource " + OPEN_API + " cannot be read", broken);
        }
    }
}
