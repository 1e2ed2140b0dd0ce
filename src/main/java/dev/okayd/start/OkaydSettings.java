package dev.okayd.start;

import dev.okayd.attach.reconcile.AttachConfig;
import dev.okayd.channel.AgentChannelConfig;
import dev.okayd.channel.stream.StreamChannelConfig;
import dev.okayd.eventlog.LogConfig;
import dev.okayd.eventlog.LogStreamConfig;
import dev.okayd.guest.platform.PlatformsConfig;
import dev.okayd.http.LoadConfig;
import dev.okayd.idempotency.IdempotencyConfig;
import dev.okayd.readiness.pull.StatusPullConfig;
import dev.okayd.replica.ReplicaConfig;
import dev.okayd.store.StoreConfig;
import dev.okayd.xenstore.XenstoreConfig;
import java.util.List;

/** The interfaces that declare the settings of okayd, in the order of the documentation. */
public final class OkaydSettings {
  public static final List<Class<?>> MAPPINGS =
      List.of(
          StoreConfig.class,
          ReplicaConfig.class,
          PlatformsConfig.class,
          AgentChannelConfig.class,
          StreamChannelConfig.class,
          XenstoreConfig.class,
          AttachConfig.class,
          StatusPullConfig.class,
          IdempotencyConfig.class,
          LogConfig.class,
          LogStreamConfig.class,
          LoadConfig.class);

  private OkaydSettings() {}
}
