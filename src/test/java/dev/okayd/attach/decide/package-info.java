@NullMarked
package dev.okayd.attach.decide;

import org.jspecify.annotations.NullMarked;
