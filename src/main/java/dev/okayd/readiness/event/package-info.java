/**
 * Events of backends: their format and signature, and how they are verified, recorded and applied.
 */
@NullMarked
package dev.okayd.readiness.event;

import org.jspecify.annotations.NullMarked;
