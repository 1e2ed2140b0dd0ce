/**
 * The base tree of a guest: reading it without random seeds, and the partial tree that Xen's
 * toolstacks copy.
 */
@NullMarked
package dev.okayd.plan.basetree;

import org.jspecify.annotations.NullMarked;
