/** Detects and records the expiry of leases. */
@NullMarked
package dev.okayd.readiness.lease;

import org.jspecify.annotations.NullMarked;
