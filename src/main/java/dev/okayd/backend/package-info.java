/**
 * What okayd records about a backend: its registration, its current epoch, its readiness and
 * leases, its drain.
 */
@NullMarked
package dev.okayd.backend;

import org.jspecify.annotations.NullMarked;
