package dev.okayd.store;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;

/** Where okayd keeps its state. */
@ConfigMapping(prefix = "okayd.store")
public interface StoreConfig {

  /**
   * The directory of the SQLite file; it is made when it is not there. Not on NFS, which SQLite
   * does not trust.
   */
  @WithDefault("okayd-data")
  Path directory();
}
