/** Backup and restore of the whole state as one file, in the same format for every database. */
@NullMarked
package dev.okayd.backup;

import org.jspecify.annotations.NullMarked;
