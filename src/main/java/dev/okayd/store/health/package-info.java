/**
 * The state of the store: whether the last write succeeded, the log lines of an outage, and the
 * readiness check.
 */
@NullMarked
package dev.okayd.store.health;

import org.jspecify.annotations.NullMarked;
