@NullMarked
package dev.okayd.bundle;

import org.jspecify.annotations.NullMarked;
