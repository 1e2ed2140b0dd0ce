package dev.okayd.plan.spec;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonProperty;

/** How backends of other domains get at the guest's memory. */
public enum GrantMode {
  /** By grants for the devices that ask for them, which have an {@code iommus}. */
  @JsonEnumDefaultValue
  @JsonProperty("per-device")
  PER_DEVICE,
  /** By grants for all devices, for the guest's kernel has CONFIG_XEN_VIRTIO_FORCE_GRANT. */
  @JsonProperty("forced")
  FORCED,
  /** By mapping the guest's memory, which backends may. */
  @JsonProperty("none")
  NONE
}
