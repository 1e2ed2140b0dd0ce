package dev.okayd.eventlog;

import dev.okayd.store.EpochMicros;
import dev.okayd.store.Store;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Drops the oldest entries, few in each transaction, so that nobody waits for it. Only a beginning
 * of the log is ever dropped, so what is left has no holes; and never the newest entry, which says
 * how far the log has counted.
 */
final class LogTrim {
  static final int STEP = 1000;

  private final Store store;
  private final LogConfig config;
  private final Clock clock;

  LogTrim(Store store, LogConfig config, Clock clock) {
    this.store = store;
    this.config = config;
    this.clock = clock;
  }

  /** Drops all that is not to be kept; returns how many entries that were. */
  int run() {
    long surplus = store.read(this::lastSurplus).orElse(0L);
    long oldest = EpochMicros.micros(clock.instant().minus(config.keep()));
    int all = 0;
    int dropped;
    do {
      dropped = store.inTransaction(handle -> step(handle, surplus, oldest));
      all += dropped;
    } while (dropped == STEP);
    return all;
  }

  private Optional<Long> lastSurplus(Handle handle) {
    return handle
        .createQuery("SELECT seq FROM event_log ORDER BY seq DESC LIMIT 1 OFFSET :keep")
        .bind("keep", Math.max(1, config.keepEntries()))
        .mapTo(Long.class)
        .findOne();
  }

  private record Place(long seq, long at) {}

  private static int step(Handle handle, long surplus, long oldest) {
    List<Place> first =
        handle
            .createQuery("SELECT seq, at FROM event_log ORDER BY seq LIMIT :limit")
            .bind("limit", STEP + 1)
            .map((row, context) -> new Place(row.getLong("seq"), row.getLong("at")))
            .list();
    List<Place> moves = moves(handle);
    long last = 0;
    // a clock that was set back has older entries behind newer ones: those have to wait
    for (Place place : first.subList(0, Math.max(0, first.size() - 1))) {
      if (place.seq() > surplus && place.at() + movedSince(place, moves) >= oldest) {
        break;
      }
      last = place.seq();
    }
    handle
        .createUpdate("DELETE FROM log_age WHERE up_to_seq <= :last")
        .bind("last", last)
        .execute();
    return handle
        .createUpdate("DELETE FROM event_log WHERE seq <= :last")
        .bind("last", last)
        .execute();
  }

  /** By how much the clock was moved, behind which entry. */
  private static List<Place> moves(Handle handle) {
    return handle
        .createQuery("SELECT up_to_seq, micros FROM log_age")
        .map((row, context) -> new Place(row.getLong("up_to_seq"), row.getLong("micros")))
        .list();
  }

  private static long movedSince(Place entry, List<Place> moves) {
    return moves.stream().filter(move -> move.seq() >= entry.seq()).mapToLong(Place::at).sum();
  }
}
