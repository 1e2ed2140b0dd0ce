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
 * xenstored, for as long as somebody wants it: it is connected to again whenever the connection is
 * lost, and what is watched is watched then as before.
 */
public final class Xenstore implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(Xenstore.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  private final XenstoreAddress address;
  private final Map<String, Watch> watches = new ConcurrentHashMap<>();
  private final AtomicLong tokens = new AtomicLong();
  private final Thread connecting = DaemonThreads.create("xenstore", this::stayConnected);

  /** Whoever looks may ask xenstored, and the thread that takes in answers cannot wait for one. */
  private final ExecutorService looking =
      Executors.newSingleThreadExecutor(DaemonThreads.named("xenstore-watches"));

  private volatile @Nullable XenstoreConnection connection;
  private volatile ConnectionState connectivity;
  private volatile boolean closed;

  /** Said once for each time that it was connected. */
  private boolean isLostSaid;

  /** Work on nodes that happens as a whole, or not; it may be done more than once. */
  public interface Work<T> {
    /** Does it. */
    T on(XenstoreNodes nodes) throws XenstoreException;
  }

  /** Connects, and goes on trying if it cannot. */
  public Xenstore(XenstoreAddress address) {
    this.address = address;
    this.connectivity = new ConnectionState.Lost("not connected to " + address + " yet");
    connecting.start();
  }

  /** Whether it can be asked now. */
  public ConnectionState connectivity() {
    return connectivity;
  }

  /** Its nodes, each request by itself. */
  public XenstoreNodes nodes() {
    return new XenstoreNodes(this::ask, 0);
  }

  /** Does work as a whole: again if somebody else changed meanwhile what it has read. */
  public <T> T inTransaction(Work<T> work) throws XenstoreException {
    return new Transactions(this::ask).run(work);
  }

  /** Where the nodes of a domain are, whether it is there or not. */
  public String pathOf(int domid) throws XenstoreException {
    return ask(MessageType.GET_DOMAIN_PATH, 0, domid + "\0").text();
  }

  /** Whether a domain is there. */
  public boolean isIntroduced(int domid) throws XenstoreException {
    return "T".equals(ask(MessageType.IS_DOMAIN_INTRODUCED, 0, domid + "\0").text());
  }

  /**
   * Has somebody look after each change of a node and of those below it, and whenever xenstored is
   * connected to; many changes may be one look. It is called on a thread that it may keep for a
   * moment, and may ask xenstored.
   */
  public Watch watch(String path, Runnable look) {
    Watch watch = new Watch(this, String.valueOf(tokens.incrementAndGet()), path, look);
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
            LOG.debugf("%s is not watched anyway: %s", watch.path(), e.getMessage());
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
      submit(() -> greet(opened, number));
      serve(opened);
      lost(closed ? "okayd is about to end" : opened.awaitEnd());
    } catch (IOException | RuntimeException e) {
      lost(String.valueOf(e.getMessage()));
    }
  }

  private static void serve(XenstoreConnection opened) {
    DaemonThreads.create("xenstore-answers", opened::serve).start();
  }

  private void greet(XenstoreConnection opened, long number) {
    if (!isAnswered(opened)) {
      opened.end("nobody answers");
    } else if (isAnswering(opened, number)) {
      registerAll();
    }
  }

  /**
   * A relay may take a connection although there is no xenstored behind it, so what counts is its
   * answer, whichever it is. Sockets and devices are xenstored's own; what is asked of a device may
   * wait for xenstored as long as it likes.
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
      LOG.debugf("Nobody answers at %s: %s", address, e.getMessage());
      return false;
    }
  }

  private synchronized boolean isAnswering(XenstoreConnection opened, long number) {
    if (connection != opened) {
      return false;
    }
    LOG.infof("Connected to xenstored at %s", address);
    isLostSaid = false;
    connectivity = new ConnectionState.Connected(number);
    return true;
  }

  private synchronized void lost(String why) {
    connection = null;
    connectivity = new ConnectionState.Lost(why);
    if (!isLostSaid && !closed) {
      LOG.warnf(
          "xenstored at %s is lost: %s. What is known of backends stays; it is tried again and again",
          address, why);
    }
    isLostSaid = true;
  }

  private void registerAll() {
    List.copyOf(watches.values()).forEach(this::register);
  }

  /** xenstored itself has a look taken at everything that is watched anew. */
  private void register(Watch watch) {
    try {
      var unused = ask(MessageType.WATCH, 0, watch.pathAndToken());
    } catch (XenstoreErrorException e) {
      if (!e.is("EEXIST")) {
        LOG.warnf("%s cannot be watched: %s", watch.path(), e.getMessage());
      }
    } catch (XenstoreException e) {
      LOG.debugf("%s is watched when xenstored is there: %s", watch.path(), e.getMessage());
    }
  }

  /** A look that is due is one look, however often it becomes due before it is taken. */
  private void changed(String token) {
    Watch watch = watches.get(token);
    if (watch != null && watch.becomesDue()) {
      submit(watch::look);
    }
  }

  private void submit(Runnable work) {
    try {
      looking.execute(work);
    } catch (RejectedExecutionException e) {
      LOG.debug("Nobody looks any more", e);
    }
  }

  @Override
  public void close() {
    closed = true;
    looking.shutdown();
    XenstoreConnection present = connection;
    if (present != null) {
      present.end("okayd is about to end");
    }
    LockSupport.unpark(connecting);
  }
}
