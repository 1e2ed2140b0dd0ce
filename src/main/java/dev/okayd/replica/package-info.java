/** Replicas of okayd on one database, and their claims of guests. */
@NullMarked
package dev.okayd.replica;

import org.jspecify.annotations.NullMarked;
