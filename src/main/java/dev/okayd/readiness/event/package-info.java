/** Readiness events: format, signature, verification, recording and effect. */
@NullMarked
package dev.okayd.readiness.event;

import org.jspecify.annotations.NullMarked;
