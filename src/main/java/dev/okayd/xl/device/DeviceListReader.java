package dev.okayd.xl.device;

import dev.okayd.plan.spec.BackendSpec;
import dev.okayd.plan.spec.DeviceSpec;
import dev.okayd.platform.DeviceType;
import dev.okayd.platform.toolstack.XlDialect;
import dev.okayd.xl.config.CNumber;
import dev.okayd.xl.config.ListEntryException;
import dev.okayd.xl.config.QuotedText;
import dev.okayd.xl.config.XlDiagnostics;
import dev.okayd.xl.config.XlPosition;
import dev.okayd.xl.config.XlSettings;
import dev.okayd.xl.config.XlValue.Atom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads the lists of an xl.cfg that hold virtio devices, in the order in which libxl assigns slots:
 * {@code disk=} before {@code virtio=}, and in AMD's tree {@code disk=} before {@code vif=}
 * (tools/libs/light/libxl_arm.c, libxl__arch_domain_prepare_config).
 */
public final class DeviceListReader {
  /** Limits the length of an entry, and with it the work of its parsers. */
  private static final int MAX_LENGTH = 4096;

  private final XlSettings settings;
  private final XlDialect dialect;
  private final XlBackends backends;
  private final XlDiagnostics diagnostics;
  private final List<XlDevice> devices = new ArrayList<>();

  private DeviceListReader(
      XlSettings settings, XlDialect dialect, XlBackends backends, XlDiagnostics diagnostics) {
    this.settings = settings;
    this.dialect = dialect;
    this.backends = backends;
    this.diagnostics = diagnostics;
  }

  public static List<XlDevice> read(
      XlSettings settings, XlDialect dialect, XlBackends backends, XlDiagnostics diagnostics) {
    DeviceListReader lists = new DeviceListReader(settings, dialect, backends, diagnostics);
    lists.each("disk", lists::disk);
    lists.each("virtio", lists::virtio);
    lists.each("vif", lists::vif);
    return List.copyOf(lists.devices);
  }

  private interface EntryReader {
    Optional<XlDevice> read(String text, XlPosition position);
  }

  private void each(String list, EntryReader reader) {
    for (Atom entry : settings.strings(list)) {
      try {
        if (entry.text().length() > MAX_LENGTH) {
          throw new ListEntryException(
              "The entry has %d characters, at most %d are allowed"
                  .formatted(entry.text().length(), MAX_LENGTH));
        }
        reader.read(entry.text(), entry.position()).ifPresent(devices::add);
      } catch (ListEntryException e) {
        diagnostics.error(entry.position(), "%s=: %s", list, e.reason());
      }
    }
  }

  private Optional<XlDevice> disk(String text, XlPosition position) {
    DiskEntry disk = DiskParser.parse(text);
    if (!disk.virtio()) {
      diagnostics.note(
          position,
          "disk %s has no specification=virtio and therefore no slot; leave it unchanged in xl.cfg",
          QuotedText.of(disk.vdev()));
      return Optional.empty();
    }
    VirtioDiskCheck.check(disk, dialect);
    if (!disk.writable()) {
      diagnostics.note(
          position,
          "disk %s is read-only; a spec does not hold this, and the xl.cfg that plan writes has access=rw",
          QuotedText.of(disk.vdev()));
    }
    BackendSpec backend = backends.of(disk.backend(), position);
    return Optional.of(
        new XlDevice(
            "disk",
            position,
            Optional.of(disk.vdev()),
            DeviceType.BLK,
            Optional.empty(),
            backend,
            grants(disk.grants(), backend),
            source(disk.target(), position)));
  }

  private Optional<XlDevice> virtio(String text, XlPosition position) {
    VirtioEntry entry = VirtioEntry.parse(text, dialect);
    if (dialect == XlDialect.AMD) {
      diagnostics.note(
          position,
          "AMD's tree of Xen has no virtio=, so this device gets no slot and the spec omits it");
      return Optional.empty();
    }
    switch (entry.transport()) {
      case NONE -> {
        diagnostics.note(
            position,
            "Without transport=mmio libxl silently gives this device no slot, so the spec omits it; add transport=mmio if the guest needs it");
        return Optional.empty();
      }
      case PCI -> {
        diagnostics.note(
            position,
            "libxl puts this device behind a PCI host bridge of its backend, so the spec omits it; to gate the bridge, remove the device from xl.cfg and give the spec a bridge of backend %s",
            QuotedText.of(backends.of(entry.backend(), position).name()));
        return Optional.empty();
      }
      case MMIO -> {
        // libxl assigns a slot
      }
    }
    String type =
        entry
            .type()
            .orElseThrow(
                () -> new ListEntryException("has no type, type=virtio,deviceN is expected"));
    VirtioType known = VirtioType.of(type);
    if (type.equals(VirtioType.FS_OF_XEN_VHOST_FRONTEND)) {
      diagnostics.note(
          position,
          "virtio,device26 is read as fs, because xen-vhost-frontend uses the decimal number; the xl.cfg that plan writes has Xen's virtio,device1a");
    }
    entry
        .nonNumericGrants()
        .ifPresent(
            value ->
                diagnostics.note(
                    position,
                    "grant_usage is %s, which xl reads as %d; write 0 or 1",
                    QuotedText.of(value),
                    CNumber.parseBeginning(value)));
    BackendSpec backend = backends.of(entry.backend(), position);
    return Optional.of(
        new XlDevice(
            "virtio",
            position,
            Optional.empty(),
            known.type(),
            known.virtioId(),
            backend,
            grants(entry.grants(), backend),
            Optional.empty()));
  }

  private Optional<XlDevice> vif(String text, XlPosition position) {
    VifEntry nic = VifEntry.parse(text);
    if (!nic.virtio() || dialect != XlDialect.AMD) {
      diagnostics.note(
          position,
          nic.virtio()
              ? "Only xl of AMD's tree creates a virtio device for model=virtio-net; for that tree use --platform xen-amd"
              : "This network interface has no model=virtio-net and therefore no slot; leave it unchanged in xl.cfg");
      return Optional.empty();
    }
    BackendSpec backend = backends.of(nic.backend(), position);
    return Optional.of(
        new XlDevice(
            "vif",
            position,
            Optional.empty(),
            DeviceType.NET,
            Optional.empty(),
            backend,
            grants(Optional.empty(), backend),
            source(nic.bridge(), position)));
  }

  /** With AMD's tree every backend uses grants; with others by default those outside domain 0. */
  private boolean grants(Optional<Boolean> value, BackendSpec backend) {
    boolean isControlDomain = backend.domid().filter(domid -> domid == 0).isPresent();
    return dialect == XlDialect.AMD || value.orElse(!isControlDomain);
  }

  private Optional<String> source(Optional<String> target, XlPosition position) {
    target
        .filter(path -> !DeviceSpec.isSource(path))
        .ifPresent(
            path ->
                diagnostics.note(
                    position,
                    "A spec cannot hold the source %s: letters, digits and /._:+@=- are expected; add it to the xl.cfg that plan writes",
                    QuotedText.of(path)));
    return target.filter(DeviceSpec::isSource);
  }
}
