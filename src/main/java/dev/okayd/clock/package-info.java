/** The time that okayd decides by, and what becomes of recorded times when the clock is set. */
@NullMarked
package dev.okayd.clock;

import org.jspecify.annotations.NullMarked;
