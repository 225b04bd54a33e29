package io.ledger.http.server;

import java.time.Duration;

/**
 * Where and how a server listens.
 *
 * @param host the address to listen on
 * @param port 0 for any that is free
 * @param basePath the path under which a proxy has the server; empty where it has the whole host
 * @param version what the server says of itself
 * @param trustActor whether who asks is believed to be who {@code X-Actor} says
 * @param hosts the names it answers to
 * @param idleTimeout how long a connection may wait for its next request
 * @param stopGrace how long requests in flight may take to finish when the server stops
 */
public record HttpSettings(
        String host,
        int port,
        String basePath,
        String version,
        boolean trustActor,
        AllowedHosts hosts,
        Duration idleTimeout,
        Duration stopGrace) {}
