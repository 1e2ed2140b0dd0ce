@NullMarked
package dev.okayd.readiness.registration;

import org.jspecify.annotations.NullMarked;
