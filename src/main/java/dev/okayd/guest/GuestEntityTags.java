package dev.okayd.guest;

import dev.okayd.http.EntityTag;

/** The ETags of guests and of their devices. */
final class GuestEntityTags {
  private GuestEntityTags() {}

  /** The ETag of a guest, which shows its boot: a boot does not change its version. */
  static EntityTag guest(Guest guest) {
    return guest
        .boot()
        .map(boot -> EntityTag.of(guest.version(), BootView.of(guest, boot)))
        .orElseGet(() -> EntityTag.of(guest.version()));
  }

  /** The ETag of each device of a guest, which shows no boot. */
  static EntityTag device(Guest guest) {
    return EntityTag.of(guest.version());
  }
}
