package dev.okayd.xenstore;

import dev.okayd.setting.TextForm;
import io.smallrye.config.ConfigMapping;
import java.util.Map;
import java.util.Optional;

/** The xenstore of the machine that okayd runs on. */
@ConfigMapping(prefix = "okayd.xenstore")
public interface XenstoreConfig {

  /**
   * Where xenstored is: {@code unix:/run/xenstored/socket}, {@code device:/dev/xen/xenbus}, or
   * {@code tcp:host:port} for a relay. Without this setting okayd does not use the xenstore.
   */
  @TextForm(
      pattern = XenstoreAddress.PATTERN,
      expected = "unix:/run/xenstored/socket, device:/dev/xen/xenbus or tcp:host:port")
  Optional<String> at();

  /**
   * The name or the domid of the domain of one guest. The key is the name of the guest. Without
   * this setting okayd expects a domain with the name of the guest. Give the domid of a dom0less
   * guest, which can write its own name.
   */
  @TextForm(pattern = ".+", expected = "the name or the domid of a domain")
  Map<String, String> domains();
}
