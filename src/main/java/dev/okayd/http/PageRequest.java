package dev.okayd.http;

import dev.okayd.document.Names;
import dev.okayd.error.ErrorCode;
import dev.okayd.error.OkaydException;
import java.util.Optional;

/**
 * Which page of a list is wanted.
 *
 * @param after only those whose key is behind this one; empty for the first page
 * @param limit how many at most
 */
public record PageRequest(String after, int limit) {
  private static final int MOST = 1000;
  private static final int DEFAULT = 100;

  /**
   * A page of things that have any key.
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
   * A page of things whose key is a name.
   *
   * @param what is named, for the message
   * @throws OkaydException {@code invalid-parameter} or {@code invalid-name}
   */
  public static PageRequest byName(String what, Optional<String> after, Optional<Integer> limit) {
    return of(after.map(name -> Names.require(what, name)), limit);
  }

  /** How many to look for: one more than fit, to see whether a page follows. */
  public int oneMore() {
    return limit + 1;
  }
}
