package dev.okayd.store.open;

import dev.okayd.error.StartRefusedException;
import dev.okayd.store.Database;
import java.util.Arrays;
import java.util.Optional;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;

/** Brings the schema of a store up to date, or refuses the store. */
final class Migration {
  private Migration() {}

  /**
   * Migrates.
   *
   * @param store what the messages call it
   * @param mend what to do about a store that cannot be used
   * @throws StartRefusedException if it cannot be used, or a later okayd has written it
   */
  static void run(Flyway flyway, String store, String mend) {
    try {
      refuseLater(flyway, store);
      flyway.migrate();
    } catch (FlywayException e) {
      throw new StartRefusedException(
          "%s cannot be used: %s. %s"
              .formatted(store, Database.account(e).replaceFirst("\\.$", ""), mend),
          e);
    }
  }

  private static void refuseLater(Flyway flyway, String store) {
    Optional<MigrationInfo> later =
        Arrays.stream(flyway.info().all()).filter(info -> isLater(info)).findFirst();
    if (later.isPresent()) {
      throw new StartRefusedException(
          "%s is of a later okayd: its schema has version %s, which this okayd does not know. Start the later okayd, or restore a backup of this version into an empty store"
              .formatted(store, later.get().getVersion()));
    }
  }

  private static boolean isLater(MigrationInfo info) {
    return info.getVersion() != null
        && info.getState().isApplied()
        && !info.getState().isResolved();
  }
}
