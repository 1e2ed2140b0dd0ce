package dev.okayd.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The packages for guests refer to existing files. */
class GuestPackagesTest {
  private static final Path GUEST = Path.of("src/main/guest");
  private static final Path DKMS = GUEST.resolve("module/dkms.conf");

  private static String read(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.UTF_8);
  }

  private static String found(String pattern, String text) {
    Matcher matcher = Pattern.compile(pattern, Pattern.MULTILINE).matcher(text);
    assertThat(matcher.find()).as("%s in %s", pattern, text).isTrue();
    return matcher.group(1);
  }

  private static List<Path> recipes() throws IOException {
    try (Stream<Path> files = Files.walk(GUEST.resolve("yocto"))) {
      return files.filter(file -> file.toString().endsWith(".bb")).toList();
    }
  }

  @Test
  void allHaveTheVersionOfOkayd() throws IOException {
    String version = found("<version>([0-9.]+)-SNAPSHOT</version>", read(Path.of("pom.xml")));

    assertThat(found("^PACKAGE_VERSION=\"(.*)\"$", read(DKMS))).isEqualTo(version);
    assertThat(recipes())
        .hasSize(2)
        .allSatisfy(recipe -> assertThat(recipe.toString()).endsWith("_" + version + ".bb"));
  }

  @Test
  void dkmsBuildsTheModuleThatKbuildNames() throws IOException {
    String module = found("^BUILT_MODULE_NAME\\[0\\]=\"(.*)\"$", read(DKMS));

    assertThat(read(GUEST.resolve("module/Kbuild"))).contains("obj-m := " + module + ".o");
  }

  @Test
  void recipesFindTheirSources() throws IOException {
    for (Path recipe : recipes()) {
      String source = found("^EXTERNALSRC = \"\\$\\{THISDIR\\}/(.*)\"$", read(recipe));

      assertThat(recipe.resolveSibling(source).normalize()).isDirectory().startsWith(GUEST);
    }
  }

  @Test
  void recipesBuildWhereTheSourcesAre() throws IOException {
    assertThat(recipes())
        .allSatisfy(
            recipe ->
                assertThat(read(recipe)).contains("\nEXTERNALSRC_BUILD = \"${EXTERNALSRC}\"\n"));
  }

  @Test
  void theModuleCanBeInstalledAsModulesOfRecipesAre() throws IOException {
    assertThat(found("^([a-z_ ]+):$", read(GUEST.resolve("module/Makefile"))).split(" "))
        .startsWith("modules")
        .contains("modules_install");
  }

  @Test
  void recipesHaveTheDigestsOfTheLicenses() throws Exception {
    Path agent = GUEST.resolve("yocto/recipes-okayd/okayd-agent/okayd-agent_0.1.0.bb");
    Path module = GUEST.resolve("yocto/recipes-kernel/okayd-overlay/okayd-overlay_0.1.0.bb");
    String license = found("file://\\$\\{THISDIR\\}/([^;]*);", read(agent));

    assertThat(agent.resolveSibling(license).normalize()).isEqualTo(Path.of("LICENSE"));
    assertThat(digestIn(agent)).isEqualTo(md5(Path.of("LICENSE")));
    assertThat(digestIn(module)).isEqualTo(md5(GUEST.resolve("module/COPYING")));
  }

  private static String digestIn(Path recipe) throws IOException {
    return found("md5=([0-9a-f]{32})\"", read(recipe));
  }

  private static String md5(Path file) throws Exception {
    byte[] digest = MessageDigest.getInstance("MD5").digest(Files.readAllBytes(file));
    return HexFormat.of().formatHex(digest);
  }
}
