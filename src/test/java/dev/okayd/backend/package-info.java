@NullMarked
package dev.okayd.backend;

import org.jspecify.annotations.NullMarked;
