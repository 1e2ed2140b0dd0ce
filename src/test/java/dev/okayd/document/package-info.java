/** Tests of reading documents. */
@NullMarked
package dev.okayd.document;

import org.jspecify.annotations.NullMarked;
