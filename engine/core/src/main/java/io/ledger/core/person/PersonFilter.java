package io.ledger.core.person;

import java.util.Optional;

/**
 * Which people are asked for: empty is any.
 *
 * @param text words that the name, its reading or the student number has, by the register's folding
 */
public record PersonFilter(Optional<String> text, Optional<Integer> grade, Optional<String> major) {}
