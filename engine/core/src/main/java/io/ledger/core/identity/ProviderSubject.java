package io.ledger.core.identity;

/**
 * Somebody as an identity provider knows them.
 *
 * @param issuer the provider's URL
 * @param subject never given to somebody else by that provider
 */
public record ProviderSubject(String issuer, String subject) {}
