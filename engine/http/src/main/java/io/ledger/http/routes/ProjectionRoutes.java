package io.ledger.http.routes;

import io.helidon.http.HeaderNames;
import io.ledger.core.StreamId;
import io.ledger.core.document.ParkedStream;
import io.ledger.core.log.GlobalPosition;
import io.ledger.http.answer.Answer;
import io.ledger.http.answer.Faults;
import io.ledger.http.answer.Problem;
import io.ledger.http.answer.Refusal;
import io.ledger.http.answer.ServerProblem;
import io.ledger.http.request.Call;
import io.ledger.http.request.QueryParameters;
import io.ledger.http.routing.RouteGroup;
import io.ledger.http.routing.Routes;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Shows how the read models follow the log, tries again what it could not read, and has one built anew. */
public final class ProjectionRoutes implements RouteGroup {

    private static final String REBUILD = "/projection/rebuild";

    private final ProjectionStatus projection;
    private final Rebuilds rebuilds;
    private final ProjectionNames names;
    /** The state of these projections, and the rebuilds of this server. */
    public ProjectionRoutes(ProjectionStatus projection, Rebuilds rebuilds, ProjectionNames names) {
        this.projection = projection;
        this.rebuilds = rebuilds;
        this.names = names;
    }

    @Override
    public void addTo(Routes routes) {
        routes.add("GET", "/projection", this::state)
                .add("POST", "/projection/parked/{id}/retry", this::retry)
                .add("GET", REBUILD, this::rebuild)
                .add("POST", REBUILD, this::beginRebuild);
    }

    private Answer state(Call call) {
        takesNoParameters(call);
        var state = projection.state();
        var document = new LinkedHashMap<String, Object>();
        document.put("position", state.position().value());
        document.put("head", state.head().value());
        lag(document, state.head(), state.position(), state.behindFor());
        document.put("audited", state.audited());
        document.put("diverged", state.diverged());
        document.put("parked", documents(names.id(), state.parked()));
        state.trouble().ifPresent(trouble -> document.put("trouble", trouble));
        state.others().forEach((name, model) -> document.put(name, document(state.head(), model)));
        return Answer.json(200, document);
    }

    private static Map<String, Object> document(GlobalPosition head, ProjectionStatus.ModelStatus model) {
        var document = new LinkedHashMap<String, Object>();
        document.put("position", model.position().value());
        lag(document, head, model.position(), model.behindFor());
        document.put("parked", documents(model.id(), model.parked()));
        model.trouble().ifPresent(trouble -> document.put("trouble", trouble));
        return document;
    }

    private static void lag(
            Map<String, Object> document, GlobalPosition head, GlobalPosition position, Duration behindFor) {
        document.put("lag_positions", Math.max(0, head.value() - position.value()));
        document.put("lag_seconds", behindFor.toMillis() / 1000.0);
    }

    private static List<Map<String, Object>> documents(String id, List<ParkedStream> parked) {
        return parked.stream().map(stream -> document(id, stream)).toList();
    }

    private static Map<String, Object> document(String id, ParkedStream parked) {
        var document = new LinkedHashMap<String, Object>();
        document.put(id, parked.streamId());
        document.put("version", parked.version());
        document.put("position", parked.position().value());
        document.put("reason", parked.reason());
        document.put("since", parked.since().toString());
        return document;
    }

    private Answer retry(Call call) {
        takesNoParameters(call);
        var id = StreamId.parse(names.category(), call.segment("id"))
                .orElseThrow(() -> new Refusal(names.unknown().get()));
        return switch (projection.retry(id)) {
            case ProjectionStatus.Retry.Shown() -> Answer.json(200, Map.of(names.id(), id.id(), "status", "shown"));
            case ProjectionStatus.Retry.StillParked still ->
                Problem.of(
                                names.stillParked(),
                                "The history breaks the rules at version %d: %s; mend it and try again."
                                        .formatted(still.version(), still.reason()))
                        .member(names.id(), id.id())
                        .member("version", still.version())
                        .answer();
            case ProjectionStatus.Retry.UnknownStream() -> names.unknown().get().answer();
            case ProjectionStatus.Retry.BusyModel() ->
                Problem.of(ServerProblem.READ_MODEL_BEHIND, "The read model is busy; try again in a moment.")
                        .retryLater()
                        .answer();
        };
    }

    private Answer rebuild(Call call) {
        takesNoParameters(call);
        return Answer.json(200, document(rebuilds.state()));
    }

    private Answer beginRebuild(Call call) {
        takesNoParameters(call);
        return rebuilds.begin()
                ? Answer.json(202, document(rebuilds.state())).with(HeaderNames.LOCATION, REBUILD)
                : Problem.of(
                                ServerProblem.REBUILD_RUNNING,
                                "This server is at it already; GET %s says how far it is.".formatted(REBUILD))
                        .answer();
    }

    private Map<String, Object> document(Rebuilds.RebuildState state) {
        var document = new LinkedHashMap<String, Object>();
        switch (state) {
            case Rebuilds.RebuildState.NoRebuild() -> document.put("state", "none");
            case Rebuilds.RebuildState.OngoingRebuild(var startedAt, var work, var done, var total) -> {
                document.put("state", "running");
                document.put("started_at", startedAt.toString());
                document.put("work", work.name().toLowerCase(Locale.ROOT));
                document.put("done", done);
                document.put("total", total);
            }
            case Rebuilds.RebuildState.EndedRebuild(var startedAt, var endedAt, var result) -> {
                result(document, result);
                document.put("started_at", startedAt.toString());
                document.put("ended_at", endedAt.toString());
            }
        }
        return document;
    }

    /** What came of a rebuild; and where that is not what was wanted, what to do next. */
    private void result(Map<String, Object> document, Rebuilds.RebuildResult result) {
        switch (result) {
            case Rebuilds.RebuildResult.ModelSwitch(var at, var changed) -> {
                document.put("state", "switched");
                document.put("position", at.value());
                document.put("changed", changed);
            }
            case Rebuilds.RebuildResult.TooManyChanges(var changed, var documents) -> {
                document.put("state", "refused");
                document.put("changed", changed);
                document.put(names.several(), documents);
                document.put(
                        "detail",
                        "%d of %d %s would change, so nothing was changed. Look at them with \"%s\"; it also does it all the same."
                                .formatted(changed, documents, names.several(), names.rebuildCommand()));
            }
            case Rebuilds.RebuildResult.OtherRebuild() ->
                ended(document, "busy", "Another server or tool is at it; wait for it.");
            case Rebuilds.RebuildResult.Obstacle(var reason) ->
                ended(document, "prevented", reason + ". Nothing was changed.");
            case Rebuilds.RebuildResult.LostRace() ->
                ended(
                        document,
                        "outrun",
                        "The servers' projections were ahead each time; try again when there is less to do.");
            case Rebuilds.RebuildResult.Breakdown(var reason) ->
                ended(document, "failed", reason + "; nothing was changed. Try again.");
        }
    }

    private static void ended(Map<String, Object> document, String state, String detail) {
        document.put("state", state);
        document.put("detail", detail);
    }

    private static void takesNoParameters(Call call) {
        var faults = new Faults();
        QueryParameters.of(call, List.of(), faults);
        faults.refuseIfAny();
    }
}
