package dev.okayd.store;

import dev.okayd.setting.CountRange;
import dev.okayd.setting.NeededWith;
import dev.okayd.setting.TextForm;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import java.nio.file.Path;
import java.util.Optional;

/** Where okayd stores its state. */
@ConfigMapping(prefix = "okayd.store")
public interface StoreConfig {

  /** {@code okayd.store} itself: {@code sqlite}, or {@code postgresql} for several replicas. */
  @WithParentName
  @WithDefault("sqlite")
  Database database();

  /**
   * The directory of the SQLite file; okayd creates it if it is missing. It must not be on NFS,
   * where SQLite's locks are unreliable.
   */
  @WithDefault("okayd-data")
  Path directory();

  /**
   * Starts even if the store in the directory has lost data. Set it for one start only; without it
   * okayd refuses such a start.
   */
  @WithDefault("false")
  boolean acceptLoss();

  /** The address of the PostgreSQL database, such as {@code jdbc:postgresql://host/okayd}. */
  @NeededWith(setting = "okayd.store", value = "postgresql")
  @TextForm(
      pattern = "jdbc:postgresql:.+",
      expected = "the address of a database, such as jdbc:postgresql://host/okayd")
  Optional<String> url();

  /** Its user. */
  Optional<String> user();

  /** The user's password. */
  Optional<String> password();

  /** The largest number of transactions that share one commit; 1 disables group commit. */
  @WithDefault("256")
  @CountRange(most = 100_000)
  int largestBatch();
}
