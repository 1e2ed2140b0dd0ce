/** The one table of errors that people and programs see: code, HTTP status, title. */
@NullMarked
package dev.okayd.error;

import org.jspecify.annotations.NullMarked;
