package dev.okayd.eventlog;

import dev.okayd.error.ErrorCode;
import dev.okayd.error.OkaydException;
import dev.okayd.error.StoreOutage;
import dev.okayd.store.Store;
import dev.okayd.task.DaemonThreads;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.BackPressureStrategy;
import io.smallrye.mutiny.subscription.MultiEmitter;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/** All streams of the log, which share one thread. */
@ApplicationScoped
class LogStreams implements LogListener {
  private static final Logger LOG = Logger.getLogger(LogStreams.class);

  private final Store store;
  private final EventLog log;
  private final LogTail tail;
  private final LogStreamConfig config;
  private final RecentLogEntries recent;
  private final Set<LogStream> open = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean awake = new AtomicBoolean();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("log-streams"));

  /**
   * okayd waits for requests to end before it tells its beans that it stops, and streams are
   * requests without an end.
   */
  private final Thread atExit = new Thread(this::endAll, "log-streams-end");

  LogStreams(Store store, EventLog log, LogTail tail, LogStreamConfig config) {
    this.store = store;
    this.log = log;
    this.tail = tail;
    this.config = config;
    this.recent = new RecentLogEntries(config.window());
  }

  void start(@Observes @Priority(Store.STARTUP_PRIORITY) StartupEvent event) {
    tail.listen(this);
    long millis = config.heartbeat().toMillis();
    var unused = thread.scheduleAtFixedRate(this::heartbeat, millis, millis, TimeUnit.MILLISECONDS);
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  @PreDestroy
  void stop() {
    endAll();
    thread.shutdownNow();
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      LOG.debug("The JVM ends, and has ended the streams itself", e);
    }
  }

  /**
   * A stream for a reader who asks for it now.
   *
   * @param after the entry to go on behind; without it, with what happens next
   * @throws OkaydException {@code log-gone}, {@code too-many-streams}
   */
  Multi<LogStreamEvent> stream(LogFilter filter, Optional<Long> after) {
    requireRoom();
    LogRange extent = store.read(log::extent);
    long from = after.map(extent::requireKept).orElse(extent.last());
    return Multi.createFrom()
        .emitter(reader -> open(filter, from, reader), BackPressureStrategy.BUFFER);
  }

  private void requireRoom() {
    if (open.size() >= config.most()) {
      throw new OkaydException(
          ErrorCode.TOO_MANY_STREAMS,
          "There are %d streams, which are the most; end one, or set okayd.stream.most higher"
              .formatted(open.size()));
    }
  }

  private void open(LogFilter filter, long after, MultiEmitter<? super LogStreamEvent> reader) {
    LogStream stream = new LogStream(store, log, recent, filter, after, reader);
    open.add(stream);
    reader.onTermination(() -> abandon(stream));
    reader.onRequest(wanted -> soon(() -> turn(stream)));
    soon(() -> turn(stream));
  }

  private void abandon(LogStream stream) {
    stream.abandon();
    open.remove(stream);
  }

  @Override
  public void happened(LogEntry entry) {
    recent.add(entry);
    wake();
  }

  /** Streams that were up to date are cut off; their readers learn the rest when they resume. */
  @Override
  public void entriesMissing() {
    recent.clear();
    wake();
  }

  private void wake() {
    if (awake.compareAndSet(false, true)) {
      soon(this::wakeAll);
    }
  }

  private void wakeAll() {
    // before the turns, so that an entry after that wakes again
    awake.set(false);
    open.forEach(this::turn);
  }

  private void turn(LogStream stream) {
    try {
      if (stream.turn()) {
        soon(() -> turn(stream));
      }
    } catch (RuntimeException e) {
      if (!StoreOutage.explains(e)) {
        LOG.error("A stream of the log cannot go on; its reader may resume it", e);
      }
      stream.end();
    }
    if (stream.isOver()) {
      open.remove(stream);
    }
  }

  private void heartbeat() {
    open.forEach(LogStream::heartbeat);
  }

  private void endAll() {
    open.forEach(LogStream::end);
    open.clear();
  }

  private void soon(Runnable task) {
    try {
      thread.execute(task);
    } catch (RejectedExecutionException e) {
      LOG.debug("okayd stops, and with it all streams", e);
    }
  }
}
