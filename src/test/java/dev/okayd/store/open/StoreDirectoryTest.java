package dev.okayd.store.open;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.okayd.error.StartRefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreDirectoryTest {
  @TempDir private Path temporary = Path.of("");

  @Test
  void aSecondOkaydIsRefusedUntilTheFirstEnds() {
    Path directory = temporary.resolve("store");
    StoreDirectory first = StoreDirectory.open(directory);
    assertThatThrownBy(() -> StoreDirectory.open(directory))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Another okayd uses the store in")
        .hasMessageContaining("okayd.store.directory");

    first.close();

    StoreDirectory.open(directory).close();
    assertThat(directory).isDirectoryContaining("glob:**/lock");
  }

  @Test
  void namesTheFileThatIsInTheWay() throws IOException {
    Path file = Files.writeString(temporary.resolve("file"), "");

    assertThatThrownBy(() -> StoreDirectory.open(file))
        .isInstanceOf(StartRefusedException.class)
        .hasMessageContaining("%s is a file".formatted(file))
        .hasMessageContaining("change okayd.store.directory");
  }

  @Test
  void refusesAPathThatSqlitesDriverWouldCut() {
    assertThatThrownBy(() -> StoreDirectory.open(Path.of("a?b")))
        .isInstanceOf(StartRefusedException.class)
        .hasMessageStartingWith("okayd.store.directory is \"a?b\"");
    assertThatThrownBy(() -> StoreDirectory.open(Path.of("data\n")))
        .isInstanceOf(StartRefusedException.class);
  }
}
