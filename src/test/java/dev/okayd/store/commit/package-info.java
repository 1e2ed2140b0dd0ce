@NullMarked
package dev.okayd.store.commit;

import org.jspecify.annotations.NullMarked;
