/** The write side. */
@NullMarked
package io.circleledger.command;

import org.jspecify.annotations.NullMarked;
