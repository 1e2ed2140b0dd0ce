/** Drains of backends, and the operations that report on them. */
@NullMarked
package dev.okayd.readiness.drain;

import org.jspecify.annotations.NullMarked;
