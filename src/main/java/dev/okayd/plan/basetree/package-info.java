/**
 * The base tree of a guest: reads it without random seeds, and makes the partial tree that Xen's
 * toolstacks copy.
 */
@NullMarked
package dev.okayd.plan.basetree;

import org.jspecify.annotations.NullMarked;
