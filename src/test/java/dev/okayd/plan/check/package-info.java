@NullMarked
package dev.okayd.plan.check;

import org.jspecify.annotations.NullMarked;
