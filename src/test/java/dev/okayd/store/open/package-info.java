@NullMarked
package dev.okayd.store.open;

import org.jspecify.annotations.NullMarked;
