package dev.okayd.http;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A page of a list.
 *
 * @param items of this page
 * @param next the {@code after} of the next page; empty on the last page
 */
public record Page<T>(List<T> items, Optional<String> next) {

  public Page {
    items = List.copyOf(items);
  }

  /**
   * Makes a page of rows that were queried with {@link PageRequest#queryLimit}.
   *
   * @param found in the order of the keys, all after the request's {@code after}
   * @param key the sort key of an item
   */
  public static <T> Page<T> of(PageRequest request, List<T> found, Function<T, String> key) {
    if (found.size() <= request.limit()) {
      return new Page<>(found, Optional.empty());
    }
    List<T> items = found.subList(0, request.limit());
    return new Page<>(items, Optional.of(key.apply(items.get(items.size() - 1))));
  }

  /** The same page with converted items. */
  public <R> Page<R> map(Function<T, R> view) {
    return new Page<>(items.stream().map(view).toList(), next);
  }
}
