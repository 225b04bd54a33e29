/** The words and ports of event sourcing, and its pure algorithms, on the JDK alone: every type here is non-null unless it says otherwise. */
package io.ledger.core;
