/** Strict reading of JSON and YAML documents; a refusal lists all faults of a document. */
@NullMarked
package dev.okayd.document;

import org.jspecify.annotations.NullMarked;
