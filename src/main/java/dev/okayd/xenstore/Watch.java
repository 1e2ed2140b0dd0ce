package dev.okayd.xenstore;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/** Somebody looks when a node changes, until it is closed. */
public final class Watch implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(Watch.class);

  private final Xenstore xenstore;
  private final String token;
  private final String path;
  private final Runnable look;
  private final AtomicBoolean isDue = new AtomicBoolean();

  Watch(Xenstore xenstore, String token, String path, Runnable look) {
    this.xenstore = xenstore;
    this.token = token;
    this.path = path;
    this.look = look;
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

  /** Whether this is what makes it due. */
  boolean becomesDue() {
    return isDue.compareAndSet(false, true);
  }

  void look() {
    isDue.set(false);
    try {
      look.run();
    } catch (RuntimeException e) {
      LOG.errorf(e, "What %s has become could not be taken in", path);
    }
  }

  @Override
  public void close() {
    xenstore.unwatch(this);
  }
}
