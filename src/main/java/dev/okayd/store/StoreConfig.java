package dev.okayd.store;

import dev.okayd.setting.CountRange;
import dev.okayd.setting.NeededWith;
import dev.okayd.setting.Secret;
import dev.okayd.setting.TextForm;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import java.nio.file.Path;
import java.util.Optional;

/** Where okayd stores its state. */
@ConfigMapping(prefix = "okayd.store")
public interface StoreConfig {

  /** The database: {@code sqlite}, or {@code postgresql} for several replicas (docs/scale.md). */
  @WithParentName
  @WithDefault("sqlite")
  Database database();

  /**
   * The directory of the SQLite file. okayd creates it. It must not be on NFS, where SQLite can
   * lose data.
   */
  @WithDefault("okayd-data")
  Path directory();

  /**
   * Start although the directory has less than it had: {@code okayd.db} without its {@code
   * okayd.db-wal}, an older {@code okayd.db}, or none. Set it for one start only.
   */
  @WithDefault("false")
  boolean acceptLoss();

  /** The address of the PostgreSQL database, such as {@code jdbc:postgresql://host/okayd}. */
  @NeededWith(setting = "okayd.store", value = "postgresql")
  @TextForm(
      pattern = "jdbc:postgresql:.+",
      expected = "the address of a database, such as jdbc:postgresql://host/okayd")
  @Secret // may have a password
  Optional<String> url();

  /** The user of the PostgreSQL database. */
  Optional<String> user();

  /** The password of this user. */
  @Secret
  Optional<String> password();

  /** How many transactions may share one commit. With 1 each transaction has its own. */
  @WithDefault("256")
  @CountRange(most = 100_000)
  int largestBatch();
}
