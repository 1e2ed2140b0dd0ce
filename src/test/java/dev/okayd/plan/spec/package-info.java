@NullMarked
package dev.okayd.plan.spec;

import org.jspecify.annotations.NullMarked;
