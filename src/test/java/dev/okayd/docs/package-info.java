/** Generates pages of the documentation, and compares them with those below {@code docs}. */
@NullMarked
package dev.okayd.docs;

import org.jspecify.annotations.NullMarked;
