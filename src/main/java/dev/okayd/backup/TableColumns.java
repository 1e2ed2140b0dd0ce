package dev.okayd.backup;

import java.sql.PreparedStatement;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** The columns of tables, according to the database. */
final class TableColumns {
  private TableColumns() {}

  /** The columns in backups, by table. */
  static Map<String, List<String>> of(Handle handle) {
    Map<String, List<String>> columns = new HashMap<>();
    for (BackupTable table : BackupTable.ALL) {
      columns.put(table.name(), of(handle, table));
    }
    return columns;
  }

  private static List<String> of(Handle handle, BackupTable table) {
    try (PreparedStatement query =
        handle.getConnection().prepareStatement("SELECT * FROM " + table.name() + " LIMIT 0")) {
      ResultSetMetaData found = query.executeQuery().getMetaData();
      List<String> names = new ArrayList<>();
      for (int i = 1; i <= found.getColumnCount(); i++) {
        if (!table.leftOut().contains(found.getColumnName(i))) {
          names.add(found.getColumnName(i));
        }
      }
      return names;
    } catch (SQLException e) {
      throw new IllegalStateException("The columns of " + table.name() + " cannot be read", e);
    }
  }
}
