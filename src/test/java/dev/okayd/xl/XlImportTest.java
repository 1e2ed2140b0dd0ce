package dev.okayd.xl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.okayd.document.DocumentMappers;
import dev.okayd.error.OkaydException;
import dev.okayd.plan.spec.DeviceSpec;
import dev.okayd.plan.spec.GuestSpec;
import dev.okayd.platform.DeviceType;
import dev.okayd.platform.Platform;
import dev.okayd.platform.SlotKind;
import dev.okayd.platform.catalog.Platforms;
import dev.okayd.testing.Golden;
import dev.okayd.xl.config.XlException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class XlImportTest {
  private static final GateSelection NONE = new GateSelection.Only(Set.of());

  private static Platform platform(String name) {
    return Platforms.shipped().find(name).orElseThrow();
  }

  private static XlImportResult read(String text, GateSelection gating) {
    return XlImport.read("xl.cfg", text.getBytes(StandardCharsets.UTF_8), platform("xen"), gating);
  }

  private static XlImportResult read(String text) {
    return read(text, NONE);
  }

  private static String notes(XlImportResult imported) {
    return imported.notes().stream().map(note -> note + "\n").collect(Collectors.joining());
  }

  /** src/test/resources/README.md describes the files. */
  @ParameterizedTest
  @CsvSource({
    "i2c-of-xen-vhost-frontend, xen",
    "disk-of-mmc, xen",
    "android, xen",
    "nic-of-amd, xen-amd"
  })
  void convertsRealFilesToTheExpectedSpecs(String name, String platform) throws IOException {
    byte[] config = Golden.bytes("xl/" + name + ".cfg");

    XlImportResult imported = XlImport.read(name + ".cfg", config, platform(platform), NONE);

    assertThat(SpecYaml.of(imported.spec())).isEqualTo(Golden.text("xl/" + name + ".yaml"));
    assertThat(notes(imported)).isEqualTo(Golden.text("xl/" + name + ".notes"));
    assertThat(DocumentMappers.yaml().readValue(SpecYaml.of(imported.spec()), GuestSpec.class))
        .isEqualTo(imported.spec());
  }

  @Test
  void gatesTheSelectedDevicesAndNotesTheEntriesToRemove() {
    String text =
        """
        disk = [ 'phy:/dev/a, xvda, specification=virtio',
                 'phy:/dev/b, xvdb, specification=virtio' ]
        virtio = [ 'type=virtio,device22, transport=mmio' ]
        """;

    XlImportResult imported = read(text, new GateSelection.Only(Set.of("xvdb", "i2c0")));

    assertThat(imported.spec().devices())
        .extracting(DeviceSpec::name, DeviceSpec::kind)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("xvda", SlotKind.BOOT),
            org.assertj.core.groups.Tuple.tuple("xvdb", SlotKind.GATED),
            org.assertj.core.groups.Tuple.tuple("i2c0", SlotKind.GATED));
    assertThat(notes(imported).lines())
        .satisfiesExactly(
            line ->
                assertThat(line)
                    .startsWith("xl.cfg:2:10: \"xvdb\" is gated: remove this entry from disk="),
            line ->
                assertThat(line)
                    .startsWith("xl.cfg:3:12: \"i2c0\" is gated: remove this entry from virtio="));
    assertThat(read(text, new GateSelection.All()).spec().devices())
        .allMatch(device -> device.kind() == SlotKind.GATED);
  }

  @Test
  void listsTheDevicesIfAnUnknownOneIsSelected() {
    assertThatThrownBy(
            () ->
                read(
                    "disk = [ '/dev/a,raw,xvda,specification=virtio' ]",
                    new GateSelection.Only(Set.of("xvdz"))))
        .isInstanceOf(OkaydException.class)
        .hasMessage("There is no device \"xvdz\" to gate; the devices are xvda");
  }

  @Test
  void backendsOutsideDomain0UseGrantsByDefault() {
    GuestSpec spec =
        read("""
                virtio = [ 'type=virtio,device1, transport=mmio',
                  'type=virtio,device1, transport=mmio, backend=Domain-0',
                  'type=virtio,device1, transport=mmio, backend=2',
                  'type=virtio,device1, transport=mmio, backend=driver',
                  'type=virtio,device1, transport=mmio, backend=0, grant_usage=1',
                  'type=virtio,device1, transport=mmio, backend=02, grant_usage=0' ]
                """)
            .spec();

    assertThat(spec.devices())
        .extracting(device -> device.backend() + " " + device.grants().orElse(false))
        .containsExactly(
            "dom0 false", "dom0 false", "dom2 true", "driver true", "dom0 true", "dom2 false");
    assertThat(spec.backends())
        .extracting(backend -> backend.name() + " " + backend.domid().orElseThrow())
        .containsExactly("dom0 0", "dom2 2");
  }

  @Test
  void theGuestHasMaxvcpusAndMaxmem() {
    XlImportResult imported = read("maxmem = 1024\nmaxvcpus = 8\nvcpus = 2\n");
    XlImportResult both = read("maxmem = 1024\nmemory = 512\nvcpus = 2\n");

    assertThat(imported.spec().machineOrUnknown().vcpus()).contains(8);
    assertThat(imported.spec().machineOrUnknown().memoryMib()).contains(1024);
    assertThat(notes(imported))
        .contains("machine.vcpus is maxvcpus, 8", "machine.memoryMib is maxmem");
    assertThat(both.spec().machineOrUnknown().memoryMib()).contains(1024);
    assertThat(both.spec().machineOrUnknown().vcpus()).contains(2);
  }

  @Test
  void devicesAndBackendsHaveUniqueNames() {
    GuestSpec spec =
        read("""
                disk = [ '/dev/a,raw,xvda,specification=virtio,backend=DomD',
                         '/dev/a,raw,XVDA,specification=virtio,backend=domd',
                         '/dev/a,raw,_,specification=virtio,backend=dom0',
                         '/dev/a,raw,all,specification=virtio' ]
                """)
            .spec();

    assertThat(spec.devices())
        .extracting(device -> device.name() + " " + device.backend())
        .containsExactly("xvda domd", "xvda-1 domd-1", "device dom0", "all-1 dom0-1");
  }

  @Test
  void notesTheSettingsThatASpecCannotHold() {
    String notes =
        notes(
            read(
                """
                name = "Dom_U"
                device_tree = "/boot/pt.dtb"
                nr_spis = 96
                disk = [ '/dev/a,raw,hda', '/dev/b,raw,xvda,r,specification=virtio',
                  'vdev=xvdb,specification=virtio,target=/dev/with space' ]
                virtio = [ 'type=virtio,device22' ]
                vif = [ 'bridge=xenbr0', 'model=virtio-net' ]
                """));

    assertThat(notes.lines())
        .satisfiesExactly(
            line ->
                assertThat(line).contains("1:8: ").contains("--name dom-u").contains("\"Dom_U\""),
            line -> assertThat(line).contains("2:15: ").contains("--base"),
            line -> assertThat(line).contains("3:11: ").contains("keep 96"),
            line ->
                assertThat(line).contains("4:10: ").contains("\"hda\" has no specification=virtio"),
            line -> assertThat(line).contains("4:28: ").contains("access=rw"),
            line -> assertThat(line).contains("5:3: ").contains("\"/dev/with space\""),
            line -> assertThat(line).contains("6:12: ").contains("transport=mmio"),
            line -> assertThat(line).contains("7:9: ").contains("no model=virtio-net"),
            line -> assertThat(line).contains("7:26: ").contains("--platform xen-amd"));
  }

  /** As in meta-xt-prod-devel-rcar, doma-vdevices-virtio.cfg. */
  @Test
  void omitsADeviceBehindABridgeOfEpamsXlWithANote() {
    byte[] config =
        """
        virtio = [ "backend=DomD, type=virtio,device, transport=pci, bdf=0000:00:01.0, grant_usage=0, backend_type=qemu",
                   "backend=DomD, type=virtio,device22, transport=mmio" ]
        """
            .getBytes(StandardCharsets.UTF_8);

    XlImportResult imported = XlImport.read("xl.cfg", config, platform("xen-epam"), NONE);

    assertThat(imported.spec().devices()).extracting(DeviceSpec::name).containsExactly("i2c0");
    assertThat(notes(imported)).contains("1:12: ", "give the spec a bridge of backend \"domd\"");
  }

  /** Case import-virtio-device-generic: libxl gives each of them a slot. */
  @Test
  void aDeviceOfAnUnknownTypeKeepsItsSlot() {
    XlImportResult imported =
        read(
            """
            virtio = [ "backend=0,type=virtio,device,transport=mmio,grant_usage=0",
                       "backend=DomD,type=virtio,device28,transport=mmio" ]
            """);

    assertThat(imported.spec().devices())
        .extracting(DeviceSpec::name, DeviceSpec::type, DeviceSpec::virtioId)
        .containsExactly(
            tuple("other0", DeviceType.OTHER, Optional.empty()),
            tuple("other1", DeviceType.OTHER, Optional.of(40)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "virtio = [ 'type=virtio,devices, transport=mmio' ] | 1:12 | type is \"virtio,devices\"",
        "virtio = [ 'type=virtio,device022, transport=mmio' ] | 1:12 | in hexadecimal",
        "virtio = [ 'type=virtio, device22, transport=mmio' ] | 1:12 | in hexadecimal",
        "virtio = [ 'type=virtio' ] | 1:12 | \"type=virtio\" was found",
        "virtio = [ 'transport=mmio' ] | 1:12 | no type",
        "virtio = [ 'transport=pci, bdf=0000:00:01.0' ] | 1:12 | transport is \"pci\"",
        "virtio = [ 'bdf=0000:00:01.0' ] | 1:12 | \"bdf=0000:00:01.0\" is unknown to xl",
        "virtio = [ 'backend = DomD' ] | 1:12 | \"backend = DomD\" is unknown to xl",
        "virtio = [ 'type=virtio,device1,transport=mmio,backend=999999' ] | 1:12 | not a domid",
        "virtio = 'type=virtio,device22' | 1:10 | virtio is a string, a list is expected",
        "virtio = [ [] ] | 1:12 | A list was found in virtio=",
        "disk = [ '/dev/a,qcow2,xvda,specification=virtio' ] | 1:10 | format \"qcow2\"; libxl accepts only raw",
        "disk = [ '/dev/a,raw,xvda,specification=virtio,backendtype=qdisk' ] | 1:10 | backendtype \"qdisk\"",
        "disk = [ 'nbd:a,xvda,specification=virtio' ] | 1:10 | script \"block-nbd\"",
        "vcpus = 'two' | 1:9 | vcpus is \"two\", a number of at least 1",
        "vcpus = 0 | 1:9 | vcpus is \"0\", a number of at least 1",
        "memory = [ 512 ] | 1:10 | memory is a list",
        "memory = 51; memory += 2 | 1:10 | does not allow += for numbers",
        "vuart = 'pl011' | 1:9 | \"sbsa_uart\" is expected",
        "irqs = [ 0x21 ] | 1:10 | an interrupt in decimal",
        "iomem = [ 'fff00' ] | 1:11 | START,PAGES"
      })
  void reportsPositionAndCause(String text, String place, String message) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(XlException.class)
        .hasMessageStartingWith("xl.cfg:" + place + ": ")
        .hasMessageContaining(message)
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
  }

  @Test
  void reportsEachFaultOnce() {
    assertThatThrownBy(() -> read("irqs = [ 'x' ]\nnr_spis = 96"))
        .isInstanceOfSatisfying(XlException.class, e -> assertThat(e.errors()).hasSize(1));
  }

  @Test
  void reportsFiftyFaultsAndCountsTheRest() {
    String text = "disk = [" + "'x',".repeat(60) + "]";

    assertThatThrownBy(() -> read(text))
        .isInstanceOfSatisfying(
            XlException.class,
            e -> {
              assertThat(e.errors()).hasSize(51);
              assertThat(e.errors().get(50).text()).isEqualTo("and 10 more");
            });
  }

  @Test
  void refusesADiskThatAPlanWouldMoveToAnotherSlot() {
    String before =
        "virtio = [ 'type=virtio,device2,transport=mmio', 'type=virtio,device1,transport=mmio' ]";
    String behind =
        "virtio = [ 'type=virtio,device1,transport=mmio', 'type=virtio,device2,transport=mmio' ]";

    assertThat(read(before).spec().devices()).hasSize(2);
    assertThat(notes(read(before))).contains("1:12: ", "\"blk0\" in disk=");
    assertThatThrownBy(() -> read(behind))
        .isInstanceOf(XlException.class)
        .hasMessageContaining("1:50: Disk \"blk0\" has a slot after device \"net0\"");
    assertThat(read(behind, new GateSelection.Only(Set.of("blk0"))).spec().devices()).hasSize(2);
  }
}
