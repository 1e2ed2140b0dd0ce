package dev.okayd.http;

import dev.okayd.document.Names;
import dev.okayd.error.ErrorCode;
import dev.okayd.error.OkaydException;
import java.util.Optional;

/**
 * A request for one page of a list.
 *
 * @param after the page begins after this key; empty for the first page
 * @param limit the largest number of items
 */
public record PageRequest(String after, int limit) {
  private static final int MOST = 1000;
  private static final int DEFAULT = 100;

  /**
   * A page of items with arbitrary keys.
   *
   * @throws OkaydException {@code invalid-parameter} if the limit is not 1 to 1000
   */
  public static PageRequest of(Optional<String> after, Optional<Integer> limit) {
    int most = limit.orElse(DEFAULT);
    if (most < 1 || most > MOST) {
      throw new OkaydException(
          ErrorCode.INVALID_PARAMETER, "limit is %d, 1 to %d are expected".formatted(most, MOST));
    }
    return new PageRequest(after.orElse(""), most);
  }

  /**
   * A page of items whose key is a name.
   *
   * @param what the kind of item, for the message
   * @throws OkaydException {@code invalid-parameter} or {@code invalid-name}
   */
  public static PageRequest byName(String what, Optional<String> after, Optional<Integer> limit) {
    return of(after.map(name -> Names.require(what, name)), limit);
  }

  /** The limit of the query: one row more than the page, to detect whether another page follows. */
  public int queryLimit() {
    return limit + 1;
  }
}
