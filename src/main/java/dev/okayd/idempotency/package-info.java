/** Executes requests with an Idempotency-Key once, however often a client sends them. */
@NullMarked
package dev.okayd.idempotency;

import org.jspecify.annotations.NullMarked;
