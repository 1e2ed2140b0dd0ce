@NullMarked
package dev.okayd.task;

import org.jspecify.annotations.NullMarked;
