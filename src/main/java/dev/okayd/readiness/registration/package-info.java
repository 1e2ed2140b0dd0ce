/** Backends over REST: registration, secrets, readiness. */
@NullMarked
package dev.okayd.readiness.registration;

import org.jspecify.annotations.NullMarked;
