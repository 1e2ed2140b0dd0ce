/**
 * The toolstacks that start guests, their releases, and the keys that okayd may write into each of
 * their files.
 */
@NullMarked
package dev.okayd.platform.toolstack;

import org.jspecify.annotations.NullMarked;
