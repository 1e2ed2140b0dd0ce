/** Reads and writes files of commands, and turns failures into messages and exit codes. */
@NullMarked
package dev.okayd.cli.file;

import org.jspecify.annotations.NullMarked;
