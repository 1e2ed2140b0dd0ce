package dev.okayd.http;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A page of a list.
 *
 * @param items of this page
 * @param next the {@code after} of the following page; empty if nothing follows
 */
public record Page<T>(List<T> items, Optional<String> next) {

  public Page {
    items = List.copyOf(items);
  }

  /**
   * A page of what was found when looking for {@link PageRequest#oneMore one more} than fit.
   *
   * @param found in the order of the keys, all behind the request's {@code after}
   * @param key of an item, by which it is ordered
   */
  public static <T> Page<T> of(PageRequest request, List<T> found, Function<T, String> key) {
    if (found.size() <= request.limit()) {
      return new Page<>(found, Optional.empty());
    }
    List<T> items = found.subList(0, request.limit());
    return new Page<>(items, Optional.of(key.apply(items.get(items.size() - 1))));
  }

  /** The same page, its items shown another way. */
  public <R> Page<R> map(Function<T, R> view) {
    return new Page<>(items.stream().map(view).toList(), next);
  }
}
