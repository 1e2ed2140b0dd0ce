@NullMarked
package dev.okayd.plan.planner;

import org.jspecify.annotations.NullMarked;
