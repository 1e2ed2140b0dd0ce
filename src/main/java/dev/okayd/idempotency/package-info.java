/** Requests that are carried out once, however often they are sent. */
@NullMarked
package dev.okayd.idempotency;

import org.jspecify.annotations.NullMarked;
