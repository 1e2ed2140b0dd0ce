/** Reads and checks the platform files that okayd ships and those of the operator. */
@NullMarked
package dev.okayd.platform.catalog;

import org.jspecify.annotations.NullMarked;
