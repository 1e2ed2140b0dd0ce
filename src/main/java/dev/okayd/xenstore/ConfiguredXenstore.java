package dev.okayd.xenstore;

import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;

/** The configured xenstore, if there is one. */
@ApplicationScoped
public class ConfiguredXenstore {
  private static final int AFTER_ITS_USERS = 10_000;

  private final Optional<Xenstore> xenstore;

  ConfiguredXenstore(XenstoreConfig config) {
    this.xenstore = config.at().map(XenstoreAddress::parse).map(Xenstore::new);
  }

  /** The client; empty if no xenstore is configured. */
  public Optional<Xenstore> get() {
    return xenstore;
  }

  void stop(@Observes @Priority(AFTER_ITS_USERS) ShutdownEvent event) {
    xenstore.ifPresent(Xenstore::close);
  }
}
