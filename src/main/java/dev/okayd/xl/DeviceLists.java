package dev.okayd.xl;

import dev.okayd.plan.DeviceSpec;
import dev.okayd.plan.GuestBackend;
import dev.okayd.platform.DeviceType;
import dev.okayd.platform.XlDialect;
import dev.okayd.xl.Value.Atom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The lists of an xl.cfg that have virtio devices, in the order in which libxl hands out slots:
 * {@code disk=} before {@code virtio=}, and in AMD's tree {@code disk=} before {@code vif=}
 * (tools/libs/light/libxl_arm.c, libxl__arch_domain_prepare_config).
 */
final class DeviceLists {
  /** An entry is a line of text; this bounds what its readers do. */
  private static final int MOST_LENGTH = 4096;

  private final Settings settings;
  private final XlDialect dialect;
  private final Backends backends;
  private final Findings findings;
  private final List<FoundDevice> devices = new ArrayList<>();

  private DeviceLists(Settings settings, XlDialect dialect, Backends backends, Findings findings) {
    this.settings = settings;
    this.dialect = dialect;
    this.backends = backends;
    this.findings = findings;
  }

  static List<FoundDevice> read(
      Settings settings, XlDialect dialect, Backends backends, Findings findings) {
    DeviceLists lists = new DeviceLists(settings, dialect, backends, findings);
    lists.each("disk", lists::disk);
    lists.each("virtio", lists::virtio);
    lists.each("vif", lists::vif);
    return List.copyOf(lists.devices);
  }

  private interface EntryReader {
    Optional<FoundDevice> read(String text, Position position);
  }

  private void each(String list, EntryReader reader) {
    for (Atom entry : settings.strings(list)) {
      try {
        if (entry.text().length() > MOST_LENGTH) {
          throw new EntryException(
              "The entry has %d characters, %d are the most that are read"
                  .formatted(entry.text().length(), MOST_LENGTH));
        }
        reader.read(entry.text(), entry.position()).ifPresent(devices::add);
      } catch (EntryException e) {
        findings.fault(entry.position(), "%s=: %s", list, e.complaint());
      }
    }
  }

  private Optional<FoundDevice> disk(String text, Position position) {
    DiskEntry disk = DiskParser.parse(text);
    if (!disk.virtio()) {
      findings.note(
          position,
          "disk %s has no specification=virtio and so no slot; leave it in xl.cfg as it is",
          Shown.quoted(disk.vdev()));
      return Optional.empty();
    }
    VirtioDisk.check(disk, dialect);
    if (!disk.writable()) {
      findings.note(
          position,
          "disk %s cannot be written; the spec does not say so, and the xl.cfg that plan writes has access=rw",
          Shown.quoted(disk.vdev()));
    }
    GuestBackend backend = backends.of(disk.backend(), position);
    return Optional.of(
        new FoundDevice(
            "disk",
            position,
            Optional.of(disk.vdev()),
            DeviceType.BLK,
            Optional.empty(),
            backend,
            grants(disk.grants(), backend),
            source(disk.target(), position)));
  }

  private Optional<FoundDevice> virtio(String text, Position position) {
    VirtioEntry entry = VirtioEntry.parse(text, dialect);
    if (dialect == XlDialect.AMD) {
      findings.note(
          position,
          "AMD's tree of Xen has no virtio=, so this device gets no slot and is left out");
      return Optional.empty();
    }
    switch (entry.transport()) {
      case NONE -> {
        findings.note(
            position,
            "Without transport=mmio libxl gives this device no slot and says nothing of it, so it is left out; add transport=mmio if the guest is to have it");
        return Optional.empty();
      }
      case PCI -> {
        findings.note(
            position,
            "libxl puts this device behind a PCI host bridge of its backend, so it is left out; to gate the bridge, take the device out of xl.cfg and give the spec a bridge of backend %s",
            Shown.quoted(backends.of(entry.backend(), position).name()));
        return Optional.empty();
      }
      case MMIO -> {
        // it has a slot
      }
    }
    String type =
        entry
            .type()
            .orElseThrow(() -> new EntryException("has no type, type=virtio,deviceN is expected"));
    VirtioType known = VirtioType.of(type);
    if (type.equals(VirtioType.FS_OF_XEN_VHOST_FRONTEND)) {
      findings.note(
          position,
          "virtio,device26 is taken for fs, which xen-vhost-frontend knows by this decimal number; the xl.cfg that plan writes has Xen's virtio,device1a");
    }
    entry
        .unclearGrants()
        .ifPresent(
            said ->
                findings.note(
                    position,
                    "grant_usage is %s, which xl takes for %d; say 0 or 1",
                    Shown.quoted(said),
                    CNumber.parseBeginning(said)));
    GuestBackend backend = backends.of(entry.backend(), position);
    return Optional.of(
        new FoundDevice(
            "virtio",
            position,
            Optional.empty(),
            known.type(),
            known.virtioId(),
            backend,
            grants(entry.grants(), backend),
            Optional.empty()));
  }

  private Optional<FoundDevice> vif(String text, Position position) {
    VifEntry nic = VifEntry.parse(text);
    if (!nic.virtio() || dialect != XlDialect.AMD) {
      findings.note(
          position,
          nic.virtio()
              ? "Only xl of AMD's tree makes a virtio device of model=virtio-net; if this is for that tree, say --platform xen-amd"
              : "This network interface has no model=virtio-net and so no slot; leave it in xl.cfg as it is");
      return Optional.empty();
    }
    GuestBackend backend = backends.of(nic.backend(), position);
    return Optional.of(
        new FoundDevice(
            "vif",
            position,
            Optional.empty(),
            DeviceType.NET,
            Optional.empty(),
            backend,
            grants(Optional.empty(), backend),
            source(nic.bridge(), position)));
  }

  /** AMD's tree tells the guest of every backend to use grants; others of those not in domain 0. */
  private boolean grants(Optional<Boolean> said, GuestBackend backend) {
    boolean isControlDomain = backend.domid().filter(domid -> domid == 0).isPresent();
    return dialect == XlDialect.AMD || said.orElse(!isControlDomain);
  }

  private Optional<String> source(Optional<String> target, Position position) {
    target
        .filter(path -> !DeviceSpec.isSource(path))
        .ifPresent(
            path ->
                findings.note(
                    position,
                    "The spec takes %s for no source: letters, digits and /._:+@=- are expected; write it into the xl.cfg that plan writes",
                    Shown.quoted(path)));
    return target.filter(DeviceSpec::isSource);
  }
}
