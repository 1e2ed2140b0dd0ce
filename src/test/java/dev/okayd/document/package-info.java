/** Tests of how documents are read. */
@NullMarked
package dev.okayd.document;

import org.jspecify.annotations.NullMarked;
