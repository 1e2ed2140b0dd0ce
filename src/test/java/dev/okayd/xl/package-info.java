@NullMarked
package dev.okayd.xl;

import org.jspecify.annotations.NullMarked;
