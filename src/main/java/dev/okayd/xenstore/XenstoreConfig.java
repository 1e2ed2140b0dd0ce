package dev.okayd.xenstore;

import io.smallrye.config.ConfigMapping;
import java.util.Map;
import java.util.Optional;

/** The xenstore of the machine that okayd runs on. */
@ConfigMapping(prefix = "okayd.xenstore")
public interface XenstoreConfig {

  /**
   * Where xenstored is: {@code unix:/run/xenstored/socket}, {@code device:/dev/xen/xenbus} or
   * {@code tcp:host:port} for a relay. Without it okayd does without the xenstore.
   */
  Optional<String> at();

  /** The names or domids of guests' domains, where they are not the names of the guests. */
  Map<String, String> domains();
}
