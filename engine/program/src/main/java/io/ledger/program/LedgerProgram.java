package io.ledger.program;

import io.ledger.core.decide.Aggregate;
import io.ledger.http.access.AccessTable;
import io.ledger.http.feed.FeedNames;
import io.ledger.http.routes.ProjectionNames;
import io.ledger.http.routes.WebFileRoutes;
import io.ledger.http.server.KnownFailures;
import io.ledger.mariadb.TableNames;
import io.ledger.server.EnvironmentReader;
import io.ledger.server.LedgerModules;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** A ledger as a program: what it is called, the kinds of streams it has, and what its server says of them. */
public interface LedgerProgram {

    /** What it is called. */
    ProgramWords words();

    /** The names of its tables. */
    TableNames tables();

    /** The topic of its events in Kafka, unless the environment names another. */
    String topic();

    /**
     * The kinds of streams.
     *
     * @param variables for the settings of their own; each one that cannot be used becomes a fault
     */
    LedgerModules modules(ProgramSettings settings, EnvironmentReader variables);

    /** What each route needs. */
    AccessTable rights(LedgerModules modules);

    /** For each rule that needs tags, by its key, the aggregate that gives them: restored events are tagged by it. */
    Map<String, Aggregate<?, ?, ?, ?>> taggings();

    /** The failures that are answered with problems of their own. */
    KnownFailures failures();

    /** The words of the feed. */
    FeedNames feed();

    /** The words of the projection's routes. */
    ProjectionNames projection();

    /** The description of the API. */
    JsonNode openApi();

    /** The files of the console. */
    WebFileRoutes console();
}
