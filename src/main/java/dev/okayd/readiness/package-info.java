/** Backends, and what they say of themselves in signed events. */
@NullMarked
package dev.okayd.readiness;

import org.jspecify.annotations.NullMarked;
