/** Files that commands read and write, and how a failure becomes a message and an exit code. */
@NullMarked
package dev.okayd.cli.file;

import org.jspecify.annotations.NullMarked;
