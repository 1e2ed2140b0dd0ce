package dev.okayd.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** That the packages of what runs in a guest name what there is. */
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
  void recipesHaveTheDigestsOfTheLicenses() throws Exception {
    assertThat(license("okayd-agent", "\\$\\{THISDIR\\}/", Path.of("")))
        .isEqualTo(Path.of("LICENSE"));
    assertThat(license("okayd-overlay", "", GUEST.resolve("module")))
        .isEqualTo(GUEST.resolve("module/COPYING"));
  }

  private static Path license(String name, String prefix, Path from) throws Exception {
    Path recipe =
        recipes().stream().filter(file -> file.toString().contains(name)).findFirst().orElseThrow();
    Matcher matcher =
        Pattern.compile("file://" + prefix + "([^;]*);md5=([0-9a-f]{32})").matcher(read(recipe));
    assertThat(matcher.find()).isTrue();
    MatchResult result = matcher.toMatchResult();
    Path base = prefix.isEmpty() ? from : recipe.getParent();
    Path license = base.resolve(result.group(1)).normalize();
    byte[] digest = MessageDigest.getInstance("MD5").digest(Files.readAllBytes(license));
    assertThat(HexFormat.of().formatHex(digest)).isEqualTo(result.group(2));
    return license;
  }
}
