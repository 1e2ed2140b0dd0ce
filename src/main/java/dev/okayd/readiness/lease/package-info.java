/** The end of leases. */
@NullMarked
package dev.okayd.readiness.lease;

import org.jspecify.annotations.NullMarked;
