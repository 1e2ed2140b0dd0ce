package dev.okayd.eventlog;

import dev.okayd.store.EpochMicros;
import dev.okayd.store.Store;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Drops the oldest entries, a limited number in each transaction, so that other transactions do not
 * wait long. It drops only a prefix of the log, so the retained entries have no gaps. It never
 * drops the newest entry, which holds the last sequence number.
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

  /** Drops all expired and surplus entries; returns their number. */
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
    // after a clock was set back, older entries may follow newer ones: those are dropped later
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

  /** The corrections of ages: by how much the clock was set, and after which entry. */
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
