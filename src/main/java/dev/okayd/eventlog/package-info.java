/** The ordered log: one row for each change, committed together with it. */
@NullMarked
package dev.okayd.eventlog;

import org.jspecify.annotations.NullMarked;
