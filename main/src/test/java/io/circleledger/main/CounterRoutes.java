package io.circleledger.main;

import io.ledger.core.StreamId;
import io.ledger.core.command.CommandHandler;
import io.ledger.core.command.CommandOutcome;
import io.ledger.core.command.Precondition;
import io.ledger.core.command.Request;
import io.ledger.core.read.DocumentQueries;
import io.ledger.core.read.StreamAnswer;
import io.ledger.core.stream.ExpectedVersion;
import io.ledger.http.answer.Answer;
import io.ledger.http.answer.Faults;
import io.ledger.http.request.Call;
import io.ledger.http.request.JsonBody;
import io.ledger.http.request.LedgerPosition;
import io.ledger.http.routing.RouteGroup;
import io.ledger.http.routing.RouteKind;
import io.ledger.http.routing.Routes;
import io.ledger.testkit.counter.Counter;
import io.ledger.testkit.counter.CounterCommand;
import io.ledger.testkit.counter.CounterEvent;
import io.ledger.testkit.counter.CounterRejection;
import io.ledger.testkit.counter.CounterView;
import java.util.Map;
import java.util.Optional;

/** What can be done with counters: start one, add to it, read it. */
record CounterRoutes(
        CommandHandler<CounterCommand, Counter, CounterEvent, CounterRejection> commands,
        DocumentQueries<Counter, CounterView> documents)
        implements RouteGroup {

    @Override
    public void addTo(Routes routes) {
        routes.add("POST", "/counter", RouteKind.WITH_BODY, this::start)
                .add("PUT", "/counter/{id}", RouteKind.WITH_BODY, this::add)
                .add("GET", "/counter/{id}", this::find);
    }

    private Answer start(Call call) {
        if (JsonBody.read(call).get("name") instanceof JsonBody.Value.Text(var name)) {
            return done(commands.create(new CounterCommand.Start(name), request(call)));
        }
        return Answer.empty(400);
    }

    private Answer add(Call call) {
        var body = JsonBody.read(call);
        if (body.get("amount") instanceof JsonBody.Value.Numeral(var amount)
                && body.get("version") instanceof JsonBody.Value.Numeral(var version)) {
            var expected = new Precondition.Exactly(new ExpectedVersion(Integer.parseInt(version)));
            return done(
                    commands.change(id(call), new CounterCommand.Add(Long.parseLong(amount)), expected, request(call)));
        }
        return Answer.empty(400);
    }

    private Answer find(Call call) {
        var answer = documents.find(id(call), LedgerPosition.seenBy(call, new Faults()));
        return answer instanceof StreamAnswer.Visible<CounterView> found
                ? Answer.json(200, found.document())
                : Answer.empty(404);
    }

    private static Answer done(CommandOutcome<CounterRejection> outcome) {
        return outcome instanceof CommandOutcome.Done<CounterRejection> done
                ? Answer.json(
                        200,
                        Map.of(
                                "counter_id", done.id().id(),
                                "version", done.version(),
                                "position", done.position().value()))
                : Answer.empty(409);
    }

    private static StreamId id(Call call) {
        return new StreamId("counter", call.segment("id"));
    }

    private static Request request(Call call) {
        return new Request(call.metadata(), Optional.empty());
    }
}
