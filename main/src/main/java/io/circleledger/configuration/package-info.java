/** The settings that circles have beside those of every ledger. */
@NullMarked
package io.circleledger.configuration;

import org.jspecify.annotations.NullMarked;
