/**
 * All that a plan is on disk: the tree that the guest boots, the overlays, a map for people, the
 * configuration of the toolstack and a sheet for each backend. The same blueprint always gives the
 * same bytes: no dates, no paths.
 */
@NullMarked
package dev.okayd.bundle;

import org.jspecify.annotations.NullMarked;
