package io.circleledger.main;

import static io.circleledger.main.KillableLedger.SERVERS;
import static io.circleledger.main.KillableLedger.json;

import io.circleledger.main.ClientJournal.ServerReply;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.json.JsonMapper;

/** A client that creates circles and changes its own and those of others, until it is stopped. */
record JournalWriter(String name, long seed, KillableLedger ledger, ClientJournal journal) implements Runnable {

    private static final JsonMapper JSON = JsonMapper.shared();

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    @Override
    public void run() {
        var random = new Random(seed);
        var known = new HashMap<String, Integer>();
        for (var i = 0; !Thread.currentThread().isInterrupted(); i++) {
            try {
                change(name + "-" + i, random, known);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException broken) {
                journal.addWrong(name + ": " + broken);
                return;
            }
        }
    }

    private void change(String request, Random random, Map<String, Integer> known) throws InterruptedException {
        var url = ledger.url(random.nextInt(SERVERS));
        var first = journal.first();
        if (first.isPresent() && random.nextInt(5) == 0) {
            // A circle that every writer changes.
            known.putIfAbsent(first.get().circle(), 1);
        }
        HttpRequest.Builder call;
        String what;
        if (known.isEmpty() || random.nextInt(6) == 0) {
            what = "create";
            call = json(url + "/circle")
                    .POST(BodyPublishers.ofString("{\"circle_name\":\"" + request + "\",\"capacity\":3}"));
        } else {
            var circles = known.keySet().stream().sorted().toList();
            what = circles.get(random.nextInt(circles.size()));
            // A name that no circle had: a change to what already is would be recorded nowhere.
            call = json(url + "/circle/" + what)
                    .PUT(BodyPublishers.ofString(
                            "{\"circle_name\":\"%s\",\"version\":%d}".formatted(request, known.get(what))));
        }
        HttpResponse<String> answer;
        try {
            answer = CLIENT.send(call.header("X-Request-Id", request).build(), BodyHandlers.ofString());
        } catch (IOException broken) {
            journal.add(request, what, new ServerReply.Unknown());
            known.remove(what);
            rest();
            return;
        } catch (InterruptedException stopped) {
            journal.add(request, what, new ServerReply.Unknown());
            throw stopped;
        }
        told(request, what, answer, known);
    }

    private void told(String request, String what, HttpResponse<String> answer, Map<String, Integer> known)
            throws InterruptedException {
        var body = JSON.readTree(answer.body());
        switch (answer.statusCode()) {
            case 200, 201 -> {
                var told = new ServerReply.Acknowledged(
                        body.path("circle_id").asString(),
                        body.path("version").asInt(),
                        body.path("position").asLong());
                journal.add(request, what, told);
                known.put(told.circle(), told.version());
                readBack(told);
            }
            case 409 -> {
                journal.add(request, what, new ServerReply.Refused(409));
                known.put(what, body.path("current_version").asInt());
            }
            case 503 -> {
                var unknown = body.path("type").asString().endsWith("outcome-unknown");
                journal.add(request, what, unknown ? new ServerReply.Unknown() : new ServerReply.Refused(503));
                if (unknown) {
                    known.remove(what);
                }
                rest();
            }
            default -> journal.addWrong(request + " " + what + ": " + answer.statusCode() + " " + answer.body());
        }
    }

    /** As a client does that was not served; the processors are needed for the start of servers. */
    private static void rest() throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(20);
    }

    /** Any server includes what was acknowledged, or says that it cannot. */
    private void readBack(ServerReply.Acknowledged told) throws InterruptedException {
        try {
            var answer = CLIENT.send(
                    json(ledger.url(told.position()) + "/circle/" + told.circle())
                            .header("Ledger-Position", "" + told.position())
                            .build(),
                    BodyHandlers.ofString());
            var isRight = switch (answer.statusCode()) {
                case 200 -> JSON.readTree(answer.body()).path("version").asInt() >= told.version();
                case 503 -> true;
                default -> false;
            };
            if (!isRight) {
                journal.addWrong(told + " was read as " + answer.statusCode() + " " + answer.body());
            }
        } catch (IOException killed) {
            // The server died; the next request finds the other, or the new one.
        }
    }
}
