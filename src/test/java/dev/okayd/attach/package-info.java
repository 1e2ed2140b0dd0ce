@NullMarked
package dev.okayd.attach;

import org.jspecify.annotations.NullMarked;
