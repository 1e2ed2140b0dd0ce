/** Reads readiness from the xenstore. */
@NullMarked
package dev.okayd.readiness.xenstore;

import org.jspecify.annotations.NullMarked;
