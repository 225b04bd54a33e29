package io.ledger.http.server;

import io.ledger.http.access.AccessSettings;
import java.time.Duration;

/**
 * Where and how a server listens.
 *
 * @param host the address to listen on
 * @param port 0 for any that is free
 * @param basePath the path under which a proxy has the server; empty where it has the whole host
 * @param version what the server says of itself
 * @param access who may use it
 * @param idleTimeout how long a connection may wait for its next request
 * @param stopGrace how long requests in flight may take to finish when the server stops
 */
public record HttpSettings(
        String host,
        int port,
        String basePath,
        String version,
        AccessSettings access,
        Duration idleTimeout,
        Duration stopGrace) {}
