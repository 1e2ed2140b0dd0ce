package dev.okayd.xl.device;

import dev.okayd.platform.toolstack.XlDialect;
import dev.okayd.xl.config.ListEntryException;
import dev.okayd.xl.config.QuotedText;
import java.util.Optional;

/**
 * Checks the requirements of libxl on a disk with specification=virtio
 * (tools/libs/light/libxl_device.c, disk_try_backend).
 */
final class VirtioDiskCheck {
  private VirtioDiskCheck() {}

  /**
   * Refuses a disk that libxl would refuse.
   *
   * @throws ListEntryException for the first error
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
          "xl of AMD's tree does not know grant_usage; remove it, because all backends use grants there");
    }
  }

  private static void expect(String name, String value, String expected) {
    if (!value.equals(expected)) {
      throw new ListEntryException(
          "A disk with specification=virtio has %s %s; libxl accepts only %s"
              .formatted(name, QuotedText.of(value), expected));
    }
  }
}
