package dev.okayd.xenstore;

import dev.okayd.setting.TextForm;
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
  @TextForm(
      pattern = XenstoreAddress.PATTERN,
      expected = "unix:/run/xenstored/socket, device:/dev/xen/xenbus or tcp:host:port")
  Optional<String> at();

  /** The name or domid of a guest's domain, for guests whose name differs from it. */
  @TextForm(pattern = ".+", expected = "the name or the domid of a domain")
  Map<String, String> domains();
}
