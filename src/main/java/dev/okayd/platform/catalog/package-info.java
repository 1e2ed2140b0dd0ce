/** Reads the platform files that okayd ships and those of the operator, and checks them. */
@NullMarked
package dev.okayd.platform.catalog;

import org.jspecify.annotations.NullMarked;
