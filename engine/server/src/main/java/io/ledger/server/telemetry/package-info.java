/** What a server tells of itself to those who watch it: its log and its traces. */
@NullMarked
package io.ledger.server.telemetry;

import org.jspecify.annotations.NullMarked;
