/** Drains of backends and the operations that report their progress. */
@NullMarked
package dev.okayd.readiness.drain;

import org.jspecify.annotations.NullMarked;
