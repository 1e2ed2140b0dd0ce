package dev.okayd.backup;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/** Inserts rows into tables in batches. */
final class RowInserter implements BackupReader.Rows {
  private static final int MOST_ROWS = 500;
  private static final int MOST_BYTES = 4 << 20;

  /** SQLite's result codes for a violated constraint and a wrong type. */
  private static final List<Integer> SQLITE_REFUSALS = List.of(19, 20);

  private final Handle handle;
  private final List<List<@Nullable Object>> rows = new ArrayList<>();
  private String sql = "";
  private int bytes;

  RowInserter(Handle handle) {
    this.handle = handle;
  }

  @Override
  public void take(long line, int length, String table, JsonNode row) {
    List<String> columns = new ArrayList<>();
    List<@Nullable Object> cells = new ArrayList<>();
    row.properties()
        .forEach(
            cell -> {
              columns.add(cell.getKey());
              cells.add(CellFormat.read(cell.getValue()));
            });
    String wanted = sql(table, columns);
    if (!wanted.equals(sql) || rows.size() == MOST_ROWS || bytes > MOST_BYTES) {
      flush(line - 1);
      sql = wanted;
    }
    rows.add(cells);
    bytes += length;
  }

  private static String sql(String table, List<String> columns) {
    return "INSERT INTO %s (%s) VALUES (%s)"
        .formatted(
            table,
            String.join(", ", columns),
            String.join(", ", Collections.nCopies(columns.size(), "?")));
  }

  /** Inserts the waiting rows; the last one is in this line. */
  void flush(long line) {
    if (rows.isEmpty()) {
      return;
    }
    try (PreparedBatch batch = handle.prepareBatch(sql)) {
      for (List<@Nullable Object> cells : rows) {
        for (int i = 0; i < cells.size(); i++) {
          batch.bind(i, cells.get(i));
        }
        batch.add();
      }
      batch.execute();
    } catch (JdbiException e) {
      throw refusal(line, e);
    }
    rows.clear();
    bytes = 0;
  }

  /** Blames the file only for errors of the row, not for a failing database. */
  private RuntimeException refusal(long line, JdbiException failure) {
    if (failure.getCause() instanceof SQLException cause && isRowError(cause)) {
      return new BackupFormatException(
          line,
          "one of the %d rows up to here is invalid in its table: %s"
              .formatted(rows.size(), cause.getMessage()));
    }
    return failure;
  }

  private static boolean isRowError(SQLException cause) {
    String state = String.valueOf(cause.getSQLState());
    return SQLITE_REFUSALS.contains(cause.getErrorCode() & 0xff)
        || state.startsWith("22")
        || state.startsWith("23");
  }
}
