package dev.okayd.xenstore;

import dev.okayd.task.DaemonThreads;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A client of xenstored. It reconnects whenever the connection is lost, and registers all watches
 * again.
 */
public final class Xenstore implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(Xenstore.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  private final XenstoreAddress address;
  private final Map<String, Watch> watches = new ConcurrentHashMap<>();
  private final AtomicLong tokens = new AtomicLong();
  private final Thread connecting = DaemonThreads.create("xenstore", this::stayConnected);

  /**
   * Runs callbacks. They may send requests, so they cannot run on the thread that receives the
   * answers.
   */
  private final ExecutorService callbacks =
      Executors.newSingleThreadExecutor(DaemonThreads.named("xenstore-watches"));

  private volatile @Nullable XenstoreConnection connection;
  private volatile ConnectionState connectivity;
  private volatile boolean closed;

  /** Whether the loss of the last connection was logged. */
  private boolean isLossLogged;

  /** Work in a transaction; it may run more than once. */
  public interface Work<T> {
    /** Does the work. */
    T on(XenstoreNodes nodes) throws XenstoreException;
  }

  /** Connects in the background, and retries until it succeeds. */
  public Xenstore(XenstoreAddress address) {
    this.address = address;
    this.connectivity = new ConnectionState.Lost("not connected to " + address + " yet");
    connecting.start();
  }

  /** Whether requests are possible now. */
  public ConnectionState connectivity() {
    return connectivity;
  }

  /** The nodes, without a transaction. */
  public XenstoreNodes nodes() {
    return new XenstoreNodes(this::ask, 0);
  }

  /** Runs work in a transaction; repeats it if another client changed nodes that it read. */
  public <T> T inTransaction(Work<T> work) throws XenstoreException {
    return new Transactions(this::ask).run(work);
  }

  /** The path of a domain's nodes, whether the domain exists or not. */
  public String pathOf(int domid) throws XenstoreException {
    return ask(MessageType.GET_DOMAIN_PATH, 0, domid + "\0").text();
  }

  /** Whether a domain exists. */
  public boolean isIntroduced(int domid) throws XenstoreException {
    return "T".equals(ask(MessageType.IS_DOMAIN_INTRODUCED, 0, domid + "\0").text());
  }

  /**
   * Calls back after each change of a node or its subtree, and after each connection to xenstored.
   * One call may stand for several changes. The callback may block briefly, and may send requests
   * to xenstored.
   */
  public Watch watch(String path, Runnable callback) {
    Watch watch = new Watch(this, String.valueOf(tokens.incrementAndGet()), path, callback);
    watches.put(watch.token(), watch);
    submit(() -> register(watch));
    return watch;
  }

  void unwatch(Watch watch) {
    watches.remove(watch.token());
    submit(
        () -> {
          try {
            var unused = ask(MessageType.UNWATCH, 0, watch.pathAndToken());
          } catch (XenstoreException e) {
            LOG.debugf("The watch of %s was already gone: %s", watch.path(), e.getMessage());
          }
        });
  }

  private XenstoreMessage ask(MessageType type, int transaction, String payload)
      throws XenstoreException {
    XenstoreConnection present = connection;
    if (present == null || connectivity instanceof ConnectionState.Lost) {
      throw new XenstoreDisconnectedException("xenstored is not connected");
    }
    return present.ask(type, transaction, payload);
  }

  private void stayConnected() {
    Duration pause = FIRST_PAUSE;
    for (long number = 1; !closed; number++) {
      long begun = System.nanoTime();
      serveConnection(number);
      boolean hasLasted = System.nanoTime() - begun > LONGEST_PAUSE.toNanos();
      Duration longer = pause.multipliedBy(2);
      pause =
          hasLasted ? FIRST_PAUSE : longer.compareTo(LONGEST_PAUSE) < 0 ? longer : LONGEST_PAUSE;
      LockSupport.parkNanos(closed ? 0 : pause.toNanos());
    }
  }

  private void serveConnection(long number) {
    try {
      XenstoreConnection opened = new XenstoreConnection(address.open(), this::changed);
      connection = opened;
      submit(() -> confirm(opened, number));
      serve(opened);
      lost(closed ? "okayd is stopping" : opened.awaitEnd());
    } catch (IOException | RuntimeException e) {
      lost(String.valueOf(e.getMessage()));
    }
  }

  private static void serve(XenstoreConnection opened) {
    DaemonThreads.create("xenstore-answers", opened::serve).start();
  }

  private void confirm(XenstoreConnection opened, long number) {
    if (!isAnswered(opened)) {
      opened.end("xenstored does not answer");
    } else if (setConnected(opened, number)) {
      registerAll();
    }
  }

  /**
   * Whether xenstored answers. A relay may accept a connection without a xenstored behind it, so a
   * relay counts as connected only after an answer, even an error. Sockets and devices need no such
   * request: they belong to xenstored, and a request to a device may wait for xenstored
   * indefinitely.
   */
  private boolean isAnswered(XenstoreConnection opened) {
    if (!(address instanceof XenstoreAddress.Tcp)) {
      return true;
    }
    try {
      var unused = opened.ask(MessageType.DIRECTORY, 0, "/\0");
      return true;
    } catch (XenstoreErrorException e) {
      return true;
    } catch (XenstoreException e) {
      LOG.debugf("No answer from %s: %s", address, e.getMessage());
      return false;
    }
  }

  private synchronized boolean setConnected(XenstoreConnection opened, long number) {
    if (connection != opened) {
      return false;
    }
    LOG.infof("Connected to xenstored at %s", address);
    isLossLogged = false;
    connectivity = new ConnectionState.Connected(number);
    return true;
  }

  private synchronized void lost(String why) {
    connection = null;
    connectivity = new ConnectionState.Lost(why);
    if (!isLossLogged && !closed) {
      LOG.warnf(
          "xenstored at %s is lost: %s. okayd keeps the recorded readiness of backends, and reconnects",
          address, why);
    }
    isLossLogged = true;
  }

  private void registerAll() {
    List.copyOf(watches.values()).forEach(this::register);
  }

  /** Registers a watch; xenstored then fires it once. */
  private void register(Watch watch) {
    try {
      var unused = ask(MessageType.WATCH, 0, watch.pathAndToken());
    } catch (XenstoreErrorException e) {
      if (!e.is("EEXIST")) {
        LOG.warnf("%s cannot be watched: %s", watch.path(), e.getMessage());
      }
    } catch (XenstoreException e) {
      LOG.debugf(
          "%s will be watched once xenstored is connected: %s", watch.path(), e.getMessage());
    }
  }

  /** Queues the callback of a watch, unless it is already queued. */
  private void changed(String token) {
    Watch watch = watches.get(token);
    if (watch != null && watch.becomesDue()) {
      submit(watch::run);
    }
  }

  private void submit(Runnable work) {
    try {
      callbacks.execute(work);
    } catch (RejectedExecutionException e) {
      LOG.debug("okayd is stopping, and runs no more callbacks", e);
    }
  }

  @Override
  public void close() {
    closed = true;
    callbacks.shutdown();
    XenstoreConnection present = connection;
    if (present != null) {
      present.end("okayd is stopping");
    }
    LockSupport.unpark(connecting);
  }
}
