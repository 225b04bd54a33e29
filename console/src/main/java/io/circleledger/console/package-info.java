/** The web console: pages and scripts for a browser, which talk to the public HTTP API alone. */
@NullMarked
package io.circleledger.console;

import org.jspecify.annotations.NullMarked;
