/**
 * Group commit: one writer thread runs queued transactions in turn and commits those together that
 * queued while it was busy.
 */
@NullMarked
package dev.okayd.store.commit;

import org.jspecify.annotations.NullMarked;
