@NullMarked
package dev.okayd.readiness.drain;

import org.jspecify.annotations.NullMarked;
