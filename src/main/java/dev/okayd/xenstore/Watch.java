package dev.okayd.xenstore;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/** Calls back when a node changes, until it is closed. */
public final class Watch implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(Watch.class);

  private final Xenstore xenstore;
  private final String token;
  private final String path;
  private final Runnable callback;
  private final AtomicBoolean isDue = new AtomicBoolean();

  Watch(Xenstore xenstore, String token, String path, Runnable callback) {
    this.xenstore = xenstore;
    this.token = token;
    this.path = path;
    this.callback = callback;
  }

  String token() {
    return token;
  }

  String path() {
    return path;
  }

  String pathAndToken() {
    return XenstoreMessage.terminated(List.of(path, token));
  }

  /** Marks the callback as due; false if it already was. */
  boolean becomesDue() {
    return isDue.compareAndSet(false, true);
  }

  void run() {
    isDue.set(false);
    try {
      callback.run();
    } catch (RuntimeException e) {
      LOG.errorf(e, "The callback for a change of %s failed", path);
    }
  }

  @Override
  public void close() {
    xenstore.unwatch(this);
  }
}
