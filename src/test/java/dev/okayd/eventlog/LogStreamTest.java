package dev.okayd.eventlog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.okayd.store.Store;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import io.smallrye.mutiny.subscription.BackPressureStrategy;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogStreamTest {
  private static final LogFilter ALL = new LogFilter(Optional.empty(), Optional.empty());

  @TempDir private Path directory = Path.of("");

  private final RecentEntries recent = new RecentEntries(4);
  private ScratchLog log;

  @BeforeEach
  void fill() {
    log = new ScratchLog(directory);
    log.append(300);
  }

  /** A store in which all but the newest entries are trimmed between any two reads. */
  private Store trimmedAfterEachRead() {
    return new Store() {
      @Override
      public <T> T inTransaction(Function<Handle, T> work) {
        return log.store().inTransaction(work);
      }

      @Override
      public <T> T read(Function<Handle, T> work) {
        T result = log.store().read(work);
        log.dropUpTo(290);
        return result;
      }
    };
  }

  private AssertSubscriber<StreamEvent> subscribe(
      Store store, LogFilter filter, long after, AtomicReference<LogStream> stream) {
    AssertSubscriber<StreamEvent> reader = AssertSubscriber.create(Long.MAX_VALUE);
    Multi.createFrom()
        .<StreamEvent>emitter(
            emitter -> stream.set(new LogStream(store, log.log(), recent, filter, after, emitter)),
            BackPressureStrategy.BUFFER)
        .subscribe(reader);
    return reader;
  }

  private List<StreamEvent> read(Store store, LogFilter filter, long after) {
    AtomicReference<LogStream> stream = new AtomicReference<>();
    AssertSubscriber<StreamEvent> reader = subscribe(store, filter, after, stream);
    while (stream.get().turn()) {
      // the next page
    }
    return reader.getItems();
  }

  private static List<Long> seqs(List<StreamEvent> events) {
    return events.stream()
        .filter(StreamEvent.Happened.class::isInstance)
        .map(event -> ((StreamEvent.Happened) event).entry().seq())
        .toList();
  }

  @Test
  void aTrimBetweenTwoReadsOfTheStoreIsNoGapButTheEndOfTheStream() {
    List<StreamEvent> events = read(trimmedAfterEachRead(), ALL, 0);

    List<Long> seqs = seqs(events);
    assertThat(seqs).hasSize(100).first().isEqualTo(1L);
    assertThat(seqs).last().isEqualTo(100L);
    assertThat(events).last().isEqualTo(new StreamEvent.CutOff(100));
  }

  @Test
  void aReaderWhosePlaceWasTrimmedGetsNothingButWhereToResume() {
    log.dropUpTo(50);

    assertThat(read(log.store(), ALL, 49)).containsExactly(new StreamEvent.CutOff(49));
  }

  @Test
  void aReaderThatWasUpToDateIsCutOffWhenTheRecentEntriesStartAnew() {
    log.append(1, ScratchLog.NOW);
    recent.add(log.store().read(handle -> log.log().read(handle, 300, 1)).get(0));
    AtomicReference<LogStream> stream = new AtomicReference<>();
    AssertSubscriber<StreamEvent> reader = subscribe(log.store(), ALL, 300, stream);
    assertThat(stream.get().turn()).isFalse();

    recent.clear();
    stream.get().turn();

    assertThat(seqs(reader.getItems())).containsExactly(301L);
    assertThat(reader.getItems()).last().isEqualTo(new StreamEvent.CutOff(301));
  }

  @Test
  void thatTheStateWasRestoredPassesEveryFilter() {
    log.append(1, ScratchLog.NOW, EventLog.RESTORED, "state");
    LogFilter filter = new LogFilter(Optional.of("guest.hello"), Optional.of("domu1"));

    assertThat(seqs(read(log.store(), filter, 0))).containsExactly(301L);
    List<LogEntry> page = log.store().read(handle -> log.log().read(handle, 0, 10, filter));
    assertThat(page).extracting(LogEntry::seq).containsExactly(301L);
  }
}
