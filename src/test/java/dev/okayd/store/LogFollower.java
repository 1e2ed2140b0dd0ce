package dev.okayd.store;

import java.util.ArrayList;
import java.util.List;

/** Reads the log while other threads write it, each time from the last entry it read. */
public final class LogFollower {
  private LogFollower() {}

  /** The sequence numbers of the entries up to the one of type {@code last}. */
  public static List<Long> untilLast(Store store) {
    List<Long> seen = new ArrayList<>();
    boolean more = true;
    while (more) {
      long last = seen.isEmpty() ? 0 : seen.get(seen.size() - 1);
      List<String> types =
          store.read(
              handle ->
                  handle
                      .createQuery("SELECT seq, type FROM event_log WHERE seq > :last ORDER BY seq")
                      .bind("last", last)
                      .map(
                          (row, context) -> {
                            seen.add(row.getLong("seq"));
                            return row.getString("type");
                          })
                      .list());
      more = !types.contains("last");
    }
    return seen;
  }
}
