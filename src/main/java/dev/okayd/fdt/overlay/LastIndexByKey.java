package dev.okayd.fdt.overlay;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Where in a list the last item of a key is. The list may grow while it is asked, and items may be
 * replaced by others of their key.
 *
 * <p>Nearly all nodes have few properties and children, for which a table costs more than it saves;
 * a blob may still have a node of many thousands.
 */
final class LastIndexByKey<T> {
  static final int NOWHERE = -1;

  private static final int FEW = 8;

  private final List<T> items;
  private final Function<? super T, String> key;
  private Map<String, Integer> places = Map.of();
  private int known;

  LastIndexByKey(List<T> items, Function<? super T, String> key) {
    this.items = items;
    this.key = key;
  }

  /** The place of the last item of this key, or {@link #NOWHERE}. */
  int of(String wanted) {
    return items.size() <= FEW ? look(wanted) : lookUp(wanted);
  }

  private int look(String wanted) {
    for (int i = items.size() - 1; i >= 0; i--) {
      if (key.apply(items.get(i)).equals(wanted)) {
        return i;
      }
    }
    return NOWHERE;
  }

  private int lookUp(String wanted) {
    if (known == 0) {
      places = new HashMap<>();
    }
    for (; known < items.size(); known++) {
      places.put(key.apply(items.get(known)), known);
    }
    return places.getOrDefault(wanted, NOWHERE);
  }
}
