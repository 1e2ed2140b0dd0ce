package dev.okayd.store;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import java.nio.file.Path;
import java.util.Optional;

/** Where okayd keeps its state. */
@ConfigMapping(prefix = "okayd.store")
public interface StoreConfig {

  /** {@code okayd.store} itself: {@code sqlite}, or {@code postgresql} for several replicas. */
  @WithParentName
  @WithDefault("sqlite")
  Database database();

  /**
   * The directory of the SQLite file; it is made when it is not there. Not on NFS, which SQLite
   * does not trust.
   */
  @WithDefault("okayd-data")
  Path directory();

  /**
   * Starts although the store in the directory has less than it had, with what is left. For one
   * start; without it, such a start is refused.
   */
  @WithDefault("false")
  boolean acceptLoss();

  /** The address of the PostgreSQL database, such as {@code jdbc:postgresql://host/okayd}. */
  Optional<String> url();

  /** Its user. */
  Optional<String> user();

  /** The user's password. */
  Optional<String> password();

  /** How many transactions may share one commit; 1 has each pay for its own. */
  @WithDefault("256")
  int largestBatch();
}
