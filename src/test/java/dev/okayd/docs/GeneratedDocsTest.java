package dev.okayd.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GeneratedDocsTest {
  private static final String WRITE = "./mvnw test -Dtest=GeneratedDocsTest -Ddocs.write=true";

  static Stream<String> pages() {
    return GeneratedDocs.all().keySet().stream().sorted();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyPageIsAsTheCodeHasIt(String page) throws IOException {
    Path file = Path.of("docs", page);
    String generated = GeneratedDocs.all().getOrDefault(page, "");
    if (Boolean.getBoolean("docs.write")) {
      Path unused = Files.writeString(file, generated);
    }

    assertThat(file).as("Generate the page again: %s", WRITE).content().isEqualTo(generated);
  }
}
