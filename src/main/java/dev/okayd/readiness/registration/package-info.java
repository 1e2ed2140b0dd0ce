/** Backends over REST: registration, secrets, what is known of them. */
@NullMarked
package dev.okayd.readiness.registration;

import org.jspecify.annotations.NullMarked;
