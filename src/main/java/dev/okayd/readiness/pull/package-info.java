/** Reads readiness from the status URLs of backends. */
@NullMarked
package dev.okayd.readiness.pull;

import org.jspecify.annotations.NullMarked;
