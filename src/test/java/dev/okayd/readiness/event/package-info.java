@NullMarked
package dev.okayd.readiness.event;

import org.jspecify.annotations.NullMarked;
