@NullMarked
package dev.okayd.store.json;

import org.jspecify.annotations.NullMarked;
