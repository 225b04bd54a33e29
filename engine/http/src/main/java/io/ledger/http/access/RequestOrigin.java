package io.ledger.http.access;

/**
 * Where a request comes from, as far as trusted proxies tell.
 *
 * @param address of the client
 * @param isTrustedProxy whether the connection is one of a trusted proxy
 * @param isSecure whether the client speaks TLS
 */
public record RequestOrigin(String address, boolean isTrustedProxy, boolean isSecure) {}
