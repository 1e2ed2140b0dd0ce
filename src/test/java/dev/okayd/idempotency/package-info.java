@NullMarked
package dev.okayd.idempotency;

import org.jspecify.annotations.NullMarked;
