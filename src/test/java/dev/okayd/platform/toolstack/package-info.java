@NullMarked
package dev.okayd.platform.toolstack;

import org.jspecify.annotations.NullMarked;
