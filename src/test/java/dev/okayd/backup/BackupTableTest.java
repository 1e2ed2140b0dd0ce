package dev.okayd.backup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.okayd.store.ScratchStore;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupTableTest {
  @TempDir private Path directory = Path.of("");

  @Test
  void everyTableOfTheSchemaIsInBackupsOrExplicitlyOmitted() {
    List<String> schema =
        new ScratchStore(directory)
            .read(
                handle ->
                    handle
                        .createQuery(
                            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
                        .mapTo(String.class)
                        .list());

    assertThat(
            Stream.concat(
                BackupTable.ALL.stream().map(BackupTable::name), BackupTable.LEFT_OUT.stream()))
        .containsExactlyInAnyOrderElementsOf(schema);
  }

  @Test
  void aTableFollowsTheTablesThatItReferences() {
    List<String> order = BackupTable.ALL.stream().map(BackupTable::name).toList();
    ScratchStore store = new ScratchStore(directory);

    assertThat(order)
        .allSatisfy(
            table ->
                assertThat(order.subList(0, order.indexOf(table)))
                    .containsAll(referencesOf(store, table)));
  }

  private static List<String> referencesOf(ScratchStore store, String table) {
    return store.read(
        handle ->
            handle
                .createQuery("SELECT \"table\" FROM pragma_foreign_key_list(:table)")
                .bind("table", table)
                .mapTo(String.class)
                .list());
  }
}
