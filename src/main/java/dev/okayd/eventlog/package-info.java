/** The ordered log: one row for everything that happened, committed together with it. */
@NullMarked
package dev.okayd.eventlog;

import org.jspecify.annotations.NullMarked;
