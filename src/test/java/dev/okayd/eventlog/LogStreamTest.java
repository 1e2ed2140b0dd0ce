package dev.okayd.eventlog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.okayd.store.Store;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import io.smallrye.mutiny.subscription.BackPressureStrategy;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogStreamTest {
  private static final LogFilter ALL = new LogFilter(Optional.empty(), Optional.empty());

  @TempDir private Path directory = Path.of("");

  private final RecentLogEntries recent = new RecentLogEntries(4);
  private ScratchLog log;

  @BeforeEach
  void fill() {
    log = new ScratchLog(directory);
    log.append(300);
  }

  /** A store that trims all but the newest entries after each read. */
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

  /** A reader and its stream. */
  private record Subscription(AssertSubscriber<LogStreamEvent> reader, LogStream stream) {
    List<LogStreamEvent> events() {
      return reader.getItems();
    }
  }

  private Subscription subscribe(Store store, LogFilter filter, long after) {
    CompletableFuture<LogStream> stream = new CompletableFuture<>();
    AssertSubscriber<LogStreamEvent> reader = AssertSubscriber.create(Long.MAX_VALUE);
    Multi.createFrom()
        .<LogStreamEvent>emitter(
            emitter ->
                stream.complete(new LogStream(store, log.log(), recent, filter, after, emitter)),
            BackPressureStrategy.BUFFER)
        .subscribe(reader);
    return new Subscription(reader, stream.join());
  }

  private List<LogStreamEvent> read(Store store, LogFilter filter, long after) {
    Subscription subscription = subscribe(store, filter, after);
    while (subscription.stream().turn()) {
      // continue with the next page
    }
    return subscription.events();
  }

  private static List<Long> seqs(List<LogStreamEvent> events) {
    return events.stream()
        .filter(LogStreamEvent.Appended.class::isInstance)
        .map(event -> ((LogStreamEvent.Appended) event).entry().seq())
        .toList();
  }

  @Test
  void aTrimBetweenTwoReadsEndsTheStreamInsteadOfSkippingEntries() {
    List<LogStreamEvent> events = read(trimmedAfterEachRead(), ALL, 0);

    List<Long> seqs = seqs(events);
    assertThat(seqs).hasSize(100).first().isEqualTo(1L);
    assertThat(seqs).last().isEqualTo(100L);
    assertThat(events).last().isEqualTo(new LogStreamEvent.CutOff(100));
  }

  @Test
  void aReaderWhosePositionWasTrimmedIsToldOnlyWhereToResume() {
    log.dropUpTo(50);

    assertThat(read(log.store(), ALL, 49)).containsExactly(new LogStreamEvent.CutOff(49));
  }

  @Test
  void anUpToDateReaderIsCutOffWhenTheRecentEntriesAreCleared() {
    log.append(1, ScratchLog.NOW);
    recent.add(log.store().read(handle -> log.log().read(handle, 300, 1)).get(0));
    Subscription subscription = subscribe(log.store(), ALL, 300);
    assertThat(subscription.stream().turn()).isFalse();

    recent.clear();
    subscription.stream().turn();

    assertThat(seqs(subscription.events())).containsExactly(301L);
    assertThat(subscription.events()).last().isEqualTo(new LogStreamEvent.CutOff(301));
  }

  @Test
  void anEntryAboutARestorePassesEveryFilter() {
    log.append(1, ScratchLog.NOW, LogType.STATE_RESTORED.type(), "state");
    LogFilter filter = new LogFilter(Optional.of("guest.hello"), Optional.of("domu1"));

    assertThat(seqs(read(log.store(), filter, 0))).containsExactly(301L);
    List<LogEntry> page = log.store().read(handle -> log.log().read(handle, 0, 10, filter));
    assertThat(page).extracting(LogEntry::seq).containsExactly(301L);
  }
}
