package dev.okayd.xenstore;

import io.smallrye.config.ConfigMapping;
import java.util.Map;
import java.util.Optional;

/** The xenstore of the machine that okayd runs on. */
@ConfigMapping(prefix = "okayd.xenstore")
public interface XenstoreConfig {

  /**
   * The address of xenstored: {@code unix:/run/xenstored/socket}, {@code device:/dev/xen/xenbus} or
   * {@code tcp:host:port} for a relay. Without it okayd does not use the xenstore.
   */
  Optional<String> at();

  /** The name or domid of a guest's domain, for guests whose name differs from it. */
  Map<String, String> domains();
}
