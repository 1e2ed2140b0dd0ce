/** The readiness of backends: events, leases, drains, and other sources. */
@NullMarked
package dev.okayd.readiness;

import org.jspecify.annotations.NullMarked;
