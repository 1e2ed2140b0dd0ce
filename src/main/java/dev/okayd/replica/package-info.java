/** Replicas of okayd over one database, and which of them acts for which guest. */
@NullMarked
package dev.okayd.replica;

import org.jspecify.annotations.NullMarked;
