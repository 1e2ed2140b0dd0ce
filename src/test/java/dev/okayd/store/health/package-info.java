@NullMarked
package dev.okayd.store.health;

import org.jspecify.annotations.NullMarked;
