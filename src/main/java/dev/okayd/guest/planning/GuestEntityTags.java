package dev.okayd.guest.planning;

import dev.okayd.guest.Guest;
import dev.okayd.http.EntityTag;

/** The ETags of guests and of their devices. */
public final class GuestEntityTags {
  private GuestEntityTags() {}

  /** The ETag of a guest. It covers the boot, because a boot does not change the version. */
  public static EntityTag guest(Guest guest) {
    return guest
        .boot()
        .map(boot -> EntityTag.of(guest.version(), BootView.of(guest, boot)))
        .orElseGet(() -> EntityTag.of(guest.version()));
  }

  /** The ETag of each device of a guest. It does not cover the boot. */
  public static EntityTag device(Guest guest) {
    return EntityTag.of(guest.version());
  }
}
