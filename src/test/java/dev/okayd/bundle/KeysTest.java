package dev.okayd.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.okayd.error.OkaydException;
import dev.okayd.overlay.Blueprint;
import dev.okayd.platform.Daemon;
import dev.okayd.platform.DeviceType;
import dev.okayd.platform.catalog.Platforms;
import dev.okayd.platform.toolstack.HypervisorVersion;
import dev.okayd.platform.toolstack.KeyTable;
import dev.okayd.platform.toolstack.ToolstackKey;
import dev.okayd.testing.Bundles;
import dev.okayd.testing.Plans;
import dev.okayd.testing.RandomSpecs;
import dev.okayd.testing.Specs;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files contain only keys that their table lists and their release knows. */
@Execution(ExecutionMode.CONCURRENT)
class KeysTest {
  private static final Pattern XL_SETTING = Pattern.compile("^(\\w+) = ");
  private static final Pattern XL_WORD = Pattern.compile("(?:^    \"|, )(\\w+)=");
  private static final Pattern PROPERTY = Pattern.compile("^\t([^ /;]+)(?: = |;)");
  private static final Pattern LINE = Pattern.compile("^(\\w+)\\[0]=");

  private static KeyTable table(String platform, String file) {
    return Platforms.shipped().find(platform).orElseThrow().keyTable(file);
  }

  private static List<String> keys(String text, String file) {
    List<String> keys = new ArrayList<>();
    String list = "";
    for (String line : text.lines().toList()) {
      if (file.equals("xl.cfg")) {
        Matcher setting = XL_SETTING.matcher(line);
        if (setting.find()) {
          list = setting.group(1);
          keys.add(list);
        }
        Matcher word = XL_WORD.matcher(line);
        while (line.startsWith("    \"") && word.find()) {
          keys.add(list + "." + word.group(1));
        }
      } else {
        Matcher key = (file.endsWith(".dts") ? PROPERTY : LINE).matcher(line);
        if (key.find()) {
          keys.add(key.group(1));
        }
      }
    }
    return keys;
  }

  private static String file(String platform) {
    return Platforms.shipped().find(platform).orElseThrow().keyTables().get(0).file();
  }

  /** Adds machine settings to random specs, so that some spec writes every key. */
  private static Specs spec(RandomSpecs random, String platform, Optional<String> version) {
    Specs specs = random.spec(platform).memoryMib(512).vcpus(2);
    version.ifPresent(specs::version);
    if (random.percent(50)) {
      specs.vuart();
    }
    if (random.percent(30)) {
      specs.passthrough(200);
    }
    if (random.percent(30)) {
      specs.with(Specs.from("xenbr0", Specs.boot("lan", DeviceType.NET)));
    }
    if (file(platform).equals("xl.cfg") && random.percent(20)) {
      specs.createdPaused();
    }
    if (platform.equals("xen-direct-map") && random.percent(50)) {
      specs.ram(Specs.region("static memory", "0x80000000", "0x20000000"));
    }
    if (random.percent(40)) {
      specs.trapUnmappedAccesses(random.percent(50));
    }
    return specs;
  }

  private static Optional<Blueprint> planned(Specs specs) {
    try {
      return Optional.of(Plans.blueprint(specs));
    } catch (OkaydException refused) {
      return Optional.empty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "xen, xl.cfg",
    "xen-amd, xl.cfg",
    "xen-dom0less, dom0less.dts",
    "xen-dom0less, imagebuilder.config",
    "xen-direct-map, dom0less.dts",
    "xen-direct-map, imagebuilder.config"
  })
  void everyKeyOfAFileIsKnownToItsReader(String platform, String file) {
    KeyTable table = table(platform, file);
    RandomSpecs random = new RandomSpecs(platform.hashCode());
    List<Optional<String>> versions = new ArrayList<>();
    versions.add(Optional.empty());
    IntStream.rangeClosed(12, 22).forEach(minor -> versions.add(Optional.of("4." + minor)));
    Set<String> written = new HashSet<>();

    for (int round = 0; round < 300; round++) {
      Optional<String> version = random.oneOf(versions);
      Optional<Blueprint> blueprint = planned(spec(random, platform, version));
      if (blueprint.isPresent()) {
        List<String> keys = keys(Bundles.text(Bundle.of("domu1", blueprint.get()), file), file);
        assertThat(keys).isNotEmpty();
        for (String key : keys) {
          assertThat(table.find(key)).as("%s of %s", key, file).isPresent();
          assertThat(table.has(key, blueprint.get().spec().version()))
              .as("%s of %s for %s", key, file, version)
              .isTrue();
        }
        written.addAll(keys);
      }
    }

    Set<String> listed = new HashSet<>(table.keys().stream().map(ToolstackKey::name).toList());
    if (platform.equals("xen-dom0less")) {
      listed.removeAll(
          Set.of("direct-map", "xen,static-mem", "DOMU_DIRECT_MAP", "DOMU_STATIC_MEM"));
    }
    assertThat(written).containsAll(listed);
  }

  /** The keys of QEMU's options in a text, parsed as QEMU does. */
  private static Set<String> qemuKeys(String text) {
    Set<String> keys = new HashSet<>();
    List<String> words = List.of(text.strip().split("\\s+", -1));
    for (int i = 0; i < words.size(); i++) {
      String option = words.get(i);
      boolean hasValue = i + 1 < words.size() && !words.get(i + 1).startsWith("-");
      if (!option.startsWith("-") || !hasValue) {
        keys.add(option);
        continue;
      }
      List<String> parts = List.of(words.get(++i).split(",", -1));
      boolean isSimple =
          Set.of("-dtb", "-smp", "-m", "-xen-domid", "-display", "-monitor", "-serial")
              .contains(option);
      String what =
          isSimple || (parts.get(0).contains("=") && !option.equals("-global"))
              ? ""
              : " " + parts.get(0).replaceFirst("=.*", "");
      if (isSimple || !what.isEmpty()) {
        keys.add(option + what);
      }
      if (!isSimple) {
        parts.stream()
            .skip(what.isEmpty() ? 0 : 1)
            .map(part -> part.replaceFirst("=.*", ""))
            .map(
                property ->
                    Set.of("bus", "iommu_platform").contains(property)
                            || (option.equals("-device") && property.equals("id"))
                        ? option + "." + property
                        : option + what + "." + property)
            .forEach(keys::add);
      }
    }
    return keys;
  }

  @Test
  void everyOptionOfQemuIsListedAndEveryListedOneIsUsed() {
    RandomSpecs random = new RandomSpecs(17);
    Set<String> written = new HashSet<>();

    for (int round = 0; round < 200; round++) {
      Specs guest = random.spec("qemu-virt").memoryMib(512).vcpus(2);
      if (random.percent(50)) {
        guest.with(Specs.from("br0", Specs.boot("lan", DeviceType.NET)));
      }
      planned(guest)
          .ifPresent(
              blueprint ->
                  written.addAll(
                      qemuKeys(Bundles.text(Bundle.of("domu1", blueprint), "qemu.args"))));
    }
    Specs served =
        Specs.on("xen")
            .backend("storage", Daemon.QEMU_XENPVH)
            .with(Specs.gated("disk").withGrants());
    written.addAll(
        Bundles.text(served, "backend-storage.txt")
            .lines()
            .filter(line -> line.startsWith("  -") || line.startsWith("  qemu"))
            .map(line -> line.replace("qemu-system-aarch64", ""))
            .flatMap(line -> qemuKeys(line).stream())
            .toList());

    List<String> listed = KeyTable.qemu().keys().stream().map(ToolstackKey::name).toList();
    assertThat(listed).containsAll(written);
    assertThat(written)
        .containsAll(listed.stream().filter(key -> !key.startsWith("-M xenpvh.pci")).toList());
  }

  @Test
  void aFileForAnUnknownReleaseNamesItsNewerKeys() {
    Specs unknown = Specs.on("xen").with(Specs.gated("disk"));
    Specs known = Specs.on("xen").version("4.19").with(Specs.gated("disk"));

    assertThat(Bundles.text(unknown, "xl.cfg"))
        .endsWith(
            "# The spec names no version; these keys are newer than Xen 4.15: nr_spis (4.19)\n");
    assertThat(Bundles.text(known, "xl.cfg")).doesNotContain("names no version");
  }

  @Test
  void refusesAKeyThatIsNotListed() {
    KeyTableFile file = new KeyTableFile(table("xen", "xl.cfg"), Optional.empty());

    assertThatThrownBy(() -> file.set("viommu", "viommu = 1"))
        .hasMessage("The table of xl.cfg does not list the key viommu");
    assertThat(file).hasToString("");
  }

  @Test
  void refusesAKeyThatIsTooNew() {
    KeyTableFile file =
        new KeyTableFile(table("xen", "xl.cfg"), Optional.of(HypervisorVersion.parse("4.18")));

    assertThatThrownBy(() -> file.word("disk", "grant_usage", 1))
        .isInstanceOf(OkaydException.class)
        .hasMessageStartingWith(
            "xl.cfg of release 4.18 cannot have disk.grant_usage, which release 4.19 introduced");
  }
}
