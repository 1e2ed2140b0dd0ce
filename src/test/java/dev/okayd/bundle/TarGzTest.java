package dev.okayd.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.okayd.testing.Bundles;
import dev.okayd.testing.Plans;
import dev.okayd.testing.Specs;
import dev.okayd.testing.tool.ExternalTool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Archives, as tar reads them. */
class TarGzTest {
  @TempDir private Path directory = Path.of("");

  private List<String> list(byte[] archive) throws IOException {
    Files.write(directory.resolve("a.tar.gz"), archive);
    return ExternalTool.TAR
        .run(directory, List.of("--utc", "--numeric-owner", "-tzvf", "a.tar.gz"))
        .lines()
        .toList();
  }

  @Test
  void tarReadsTheFiles() throws IOException {
    Bundle bundle = Bundles.bundle(Specs.on("xen").with(Specs.gated("disk")).spare(1));
    Files.write(directory.resolve("a.tar.gz"), TarGz.of("domu1", bundle));

    ExternalTool.TAR.run(directory, List.of("-xzf", "a.tar.gz"));

    for (String name : bundle.files().keySet()) {
      assertThat(directory.resolve("domu1").resolve(name))
          .hasBinaryContent(bundle.files().get(name));
    }
  }

  @Test
  void filesHaveNoOwnerAndNoDate() throws IOException {
    List<String> lines = list(TarGz.of("domu1", Bundles.bundle(Specs.on("xen"))));

    assertThat(lines)
        .hasSize(5)
        .allMatch(line -> line.matches("-rw-r--r-- 0/0 +\\d+ 1970-01-01 00:00 domu1/[a-zA-Z.]+"));
    assertThat(
            ExternalTool.TAR.run(directory, List.of("--utc", "-tzvf", "a.tar.gz")).lines().toList())
        .allMatch(line -> line.startsWith("-rw-r--r-- 0/0 "));
  }

  @Test
  void theSameBundleGivesTheSameBytes() {
    Bundle bundle = Bundles.bundle(Specs.on("xen").with(Specs.gated("disk")));

    assertThat(TarGz.of("domu1", bundle)).isEqualTo(TarGz.of("domu1", bundle));
    // the time in gzip's header (RFC 1952, 2.3)
    assertThat(TarGz.of("domu1", bundle)).startsWith(0x1f, 0x8b, 8, 0, 0, 0, 0, 0);
  }

  @Test
  void theLongestNamesFit() throws IOException {
    String longest = "n".repeat(63);
    Specs specs =
        Specs.on("xen").with(Specs.gated(longest, dev.okayd.platform.DeviceType.BLK, longest));

    List<String> lines = list(TarGz.of(longest, Bundle.of(longest, Plans.blueprint(specs))));

    assertThat(lines)
        .anyMatch(line -> line.endsWith(" " + longest + "/" + longest + ".dtbo"))
        .anyMatch(line -> line.endsWith(" " + longest + "/backend-" + longest + ".txt"));
  }
}
