/** Documents that people and programs send: read as a whole, and refused with all their faults. */
@NullMarked
package dev.okayd.document;

import org.jspecify.annotations.NullMarked;
