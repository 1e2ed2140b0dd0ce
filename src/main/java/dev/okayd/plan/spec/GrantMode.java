package dev.okayd.plan.spec;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonProperty;

/** How backends in other domains access the guest's memory. */
public enum GrantMode {
  /**
   * Through grants for devices that ask for them; the nodes of these devices have {@code iommus}.
   */
  @JsonEnumDefaultValue
  @JsonProperty("per-device")
  PER_DEVICE,
  /** Through grants for all devices: the guest's kernel has CONFIG_XEN_VIRTIO_FORCE_GRANT. */
  @JsonProperty("forced")
  FORCED,
  /** By mapping the guest's memory; the backends have the permission. */
  @JsonProperty("none")
  NONE
}
