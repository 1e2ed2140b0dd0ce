package dev.okayd.fdt.overlay;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Finds the last item of a list with a given key. Between calls the list may grow, and items may be
 * replaced by others with the same key.
 *
 * <p>Nearly all nodes have few properties and children, and a hash table would cost more than it
 * saves. But a blob may have a node with many thousands, so long lists use a table.
 */
final class LastIndexByKey<T> {
  static final int NOT_FOUND = -1;

  private static final int MAX_SCANNED = 8;

  private final List<T> items;
  private final Function<? super T, String> key;
  private Map<String, Integer> indexes = Map.of();
  private int indexed;

  LastIndexByKey(List<T> items, Function<? super T, String> key) {
    this.items = items;
    this.key = key;
  }

  /** The index of the last item with this key, or {@link #NOT_FOUND}. */
  int of(String wanted) {
    return items.size() <= MAX_SCANNED ? scan(wanted) : lookUp(wanted);
  }

  private int scan(String wanted) {
    for (int i = items.size() - 1; i >= 0; i--) {
      if (key.apply(items.get(i)).equals(wanted)) {
        return i;
      }
    }
    return NOT_FOUND;
  }

  private int lookUp(String wanted) {
    if (indexed == 0) {
      indexes = new HashMap<>();
    }
    for (; indexed < items.size(); indexed++) {
      indexes.put(key.apply(items.get(indexed)), indexed);
    }
    return indexes.getOrDefault(wanted, NOT_FOUND);
  }
}
