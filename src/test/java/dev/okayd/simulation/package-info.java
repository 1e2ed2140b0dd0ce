/**
 * okayd under a virtual clock, in one thread: the real store, reconciler, readiness and agent
 * protocol, with simulated guests, backends and networks that fail in every way. A seed decides
 * everything.
 */
@NullMarked
package dev.okayd.simulation;

import org.jspecify.annotations.NullMarked;
