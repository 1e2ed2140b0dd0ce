package dev.okayd.eventlog;

import dev.okayd.store.Store;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;

/** Appends entries. */
@ApplicationScoped
class Appender {
  private final Store store;
  private final EventLog log;
  private final LogTail tail;

  Appender(Store store, EventLog log, LogTail tail) {
    this.store = store;
    this.log = log;
    this.tail = tail;
  }

  long last() {
    return store.read(log::range).last();
  }

  /** The entries about a subject. */
  List<Long> seqs(String subject) {
    return store.read(
        handle ->
            handle
                .createQuery("SELECT seq FROM event_log WHERE subject = :subject ORDER BY seq")
                .bind("subject", subject)
                .mapTo(Long.class)
                .list());
  }

  void append(String subject) {
    append("test.stream", subject, Map.of());
  }

  void append(String type, String subject, Map<String, ?> data) {
    store.inTransaction(
        handle -> {
          log.append(handle, type, subject, data);
          return subject;
        });
    tail.committed();
  }
}
