/**
 * The files of a plan: the tree that the guest boots, the overlays, an address map, the
 * configuration of the toolstack and a sheet for each backend. The same blueprint always gives the
 * same bytes, because the files contain no dates and no paths.
 */
@NullMarked
package dev.okayd.bundle;

import org.jspecify.annotations.NullMarked;
