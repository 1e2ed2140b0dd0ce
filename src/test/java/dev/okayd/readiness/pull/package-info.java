@NullMarked
package dev.okayd.readiness.pull;

import org.jspecify.annotations.NullMarked;
