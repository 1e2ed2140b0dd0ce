/**
 * The clock for okayd's decisions, and the adjustment of recorded times when the wall clock is set.
 */
@NullMarked
package dev.okayd.clock;

import org.jspecify.annotations.NullMarked;
