/** The program that wires the modules together. */
@NullMarked
package io.circleledger.main;

import org.jspecify.annotations.NullMarked;
