/** What the server and the subcommands share: the settings, why a start fails, how a process ends. */
@NullMarked
package io.circleledger.configuration;

import org.jspecify.annotations.NullMarked;
