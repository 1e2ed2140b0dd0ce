/** SHA-256, for every package that needs a digest. */
@NullMarked
package dev.okayd.digest;

import org.jspecify.annotations.NullMarked;
