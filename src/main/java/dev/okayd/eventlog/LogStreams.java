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

/** All streams of the log. They share one thread. */
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
   * Ends the streams in a shutdown hook: Quarkus waits for requests before it stops the beans, and
   * a stream is a request without an end.
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
      LOG.debug("The JVM's shutdown hook has ended the streams", e);
    }
  }

  /**
   * Opens a stream.
   *
   * @param after the sequence number before the first entry; if empty, the stream begins with the
   *     next entry
   * @throws OkaydException {@code log-gone}, {@code too-many-streams}
   */
  Multi<LogStreamEvent> stream(LogFilter filter, Optional<Long> after) {
    requireRoom();
    LogRange range = store.read(log::range);
    long from = after.map(range::requireKept).orElse(range.last());
    return Multi.createFrom()
        .emitter(reader -> open(filter, from, reader), BackPressureStrategy.BUFFER);
  }

  private void requireRoom() {
    if (open.size() >= config.most()) {
      throw new OkaydException(
          ErrorCode.TOO_MANY_STREAMS,
          "%d streams are open, which is the limit; close one, or raise okayd.log.stream.most"
              .formatted(open.size()));
    }
  }

  private void open(LogFilter filter, long after, MultiEmitter<? super LogStreamEvent> reader) {
    LogStream stream = new LogStream(store, log, recent, filter, after, reader);
    open.add(stream);
    reader.onTermination(() -> abandon(stream));
    reader.onRequest(wanted -> submit(() -> turn(stream)));
    submit(() -> turn(stream));
  }

  private void abandon(LogStream stream) {
    stream.abandon();
    open.remove(stream);
  }

  @Override
  public void appended(LogEntry entry) {
    recent.add(entry);
    wake();
  }

  /** Cuts off streams that were up to date; their readers get log-gone when they resume. */
  @Override
  public void entriesMissing() {
    recent.clear();
    wake();
  }

  private void wake() {
    if (awake.compareAndSet(false, true)) {
      submit(this::wakeAll);
    }
  }

  private void wakeAll() {
    // reset before the turns, so that a later entry wakes the streams again
    awake.set(false);
    open.forEach(this::turn);
  }

  private void turn(LogStream stream) {
    try {
      if (stream.turn()) {
        submit(() -> turn(stream));
      }
    } catch (RuntimeException e) {
      if (!StoreOutage.explains(e)) {
        LOG.error("A stream of the log failed; its reader may resume it", e);
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

  private void submit(Runnable task) {
    try {
      thread.execute(task);
    } catch (RejectedExecutionException e) {
      LOG.debug("okayd stops and ends all streams", e);
    }
  }
}
