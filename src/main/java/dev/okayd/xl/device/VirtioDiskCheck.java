package dev.okayd.xl.device;

import dev.okayd.platform.toolstack.XlDialect;
import dev.okayd.xl.config.ListEntryException;
import dev.okayd.xl.config.QuotedText;
import java.util.Optional;

/**
 * What libxl wants of a disk with specification=virtio (tools/libs/light/libxl_device.c,
 * disk_try_backend).
 */
final class VirtioDiskCheck {
  private VirtioDiskCheck() {}

  /**
   * Refuses what libxl refuses.
   *
   * @throws ListEntryException for the first thing
   */
  static void check(DiskEntry disk, XlDialect dialect) {
    expect("backendtype", disk.backendType().orElse("standalone"), "standalone");
    expect("format", disk.format(), "raw");
    disk.script()
        .ifPresent(
            script -> {
              throw new ListEntryException(
                  "A disk with specification=virtio has script %s; none is expected"
                      .formatted(QuotedText.of(script)));
            });
    Optional<Boolean> grants = disk.grants();
    if (grants.isPresent() && dialect == XlDialect.AMD) {
      throw new ListEntryException(
          "grant_usage is nothing that xl of AMD's tree knows; take it out, for there all backends use grants");
    }
  }

  private static void expect(String name, String value, String expected) {
    if (!value.equals(expected)) {
      throw new ListEntryException(
          "A disk with specification=virtio has %s %s; libxl takes %s alone"
              .formatted(name, QuotedText.of(value), expected));
    }
  }
}
