@NullMarked
package dev.okayd.clock;

import org.jspecify.annotations.NullMarked;
