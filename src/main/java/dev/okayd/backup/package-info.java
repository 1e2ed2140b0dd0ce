/** The whole state as one file, the same for every database: made, and put back. */
@NullMarked
package dev.okayd.backup;

import org.jspecify.annotations.NullMarked;
