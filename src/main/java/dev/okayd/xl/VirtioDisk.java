package dev.okayd.xl;

import dev.okayd.platform.XlDialect;
import java.util.Optional;

/**
 * What libxl wants of a disk with specification=virtio (tools/libs/light/libxl_device.c,
 * disk_try_backend).
 */
final class VirtioDisk {
  private VirtioDisk() {}

  /**
   * Refuses what libxl refuses.
   *
   * @throws EntryException for the first thing
   */
  static void check(DiskEntry disk, XlDialect dialect) {
    expect("backendtype", disk.backendType().orElse("standalone"), "standalone");
    expect("format", disk.format(), "raw");
    disk.script()
        .ifPresent(
            script -> {
              throw new EntryException(
                  "A disk with specification=virtio has script %s; none is expected"
                      .formatted(Shown.quoted(script)));
            });
    Optional<Boolean> grants = disk.grants();
    if (grants.isPresent() && dialect == XlDialect.AMD) {
      throw new EntryException(
          "grant_usage is nothing that xl of AMD's tree knows; take it out, for there all backends use grants");
    }
  }

  private static void expect(String name, String value, String expected) {
    if (!value.equals(expected)) {
      throw new EntryException(
          "A disk with specification=virtio has %s %s; libxl takes %s alone"
              .formatted(name, Shown.quoted(value), expected));
    }
  }
}
