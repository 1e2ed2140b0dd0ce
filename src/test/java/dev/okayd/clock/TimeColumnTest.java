package dev.okayd.clock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.okayd.store.ScratchStore;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TimeColumnTest {
  /** Times of another clock, and times of log entries, which never change. */
  private static final Set<String> LEFT_OUT = Set.of("event_log.at");

  @TempDir private Path directory = Path.of("");

  @Test
  void everyTimeColumnOfTheSchemaMovesWithTheClock() {
    ScratchStore store = new ScratchStore(directory);

    List<String> columns =
        store.read(
            handle ->
                handle
                    .createQuery(
                        """
                        SELECT m.name || '.' || c.name FROM sqlite_master m
                        JOIN pragma_table_info(m.name) c
                        WHERE m.type = 'table' AND m.name NOT LIKE 'flyway%'
                          AND (c.name = 'at' OR c.name GLOB '*_at' OR c.name GLOB '*_until'
                            OR c.name GLOB '*_since')
                        """)
                    .mapTo(String.class)
                    .list());

    TreeSet<String> expected = new TreeSet<>(columns);
    expected.removeAll(LEFT_OUT);
    TreeSet<String> listed =
        TimeColumn.ALL.stream()
            .map(time -> time.table() + "." + time.column())
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(listed).isEqualTo(expected);
  }
}
