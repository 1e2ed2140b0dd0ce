@NullMarked
package dev.okayd.cli.check;

import org.jspecify.annotations.NullMarked;
