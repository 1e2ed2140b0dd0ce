/**
 * What okayd records of a backend: how it is registered, its present start, its readiness and
 * leases, its drain.
 */
@NullMarked
package dev.okayd.backend;

import org.jspecify.annotations.NullMarked;
