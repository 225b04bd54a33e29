/** The rules of the ledger, on the JDK alone: every type here is non-null unless it says otherwise. */
package io.circleledger.domain;
