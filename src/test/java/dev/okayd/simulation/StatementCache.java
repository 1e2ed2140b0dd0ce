package dev.okayd.simulation;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/**
 * A connection that prepares each statement once: thousands of schedules run the same few
 * statements, and their preparation would be most of the cost.
 */
final class StatementCache {
  private final Connection connection;
  private final Map<String, PreparedStatement> idle = new HashMap<>();

  private StatementCache(Connection connection) {
    this.connection = connection;
  }

  static Connection over(Connection connection) {
    StatementCache cache = new StatementCache(connection);
    return proxy(
        Connection.class,
        (self, method, arguments) ->
            method.getName().equals("prepareStatement")
                ? cache.prepare((String) arguments[0])
                : call(() -> method.invoke(connection, arguments)));
  }

  private PreparedStatement prepare(String sql) throws SQLException {
    PreparedStatement known = idle.remove(sql);
    PreparedStatement statement = known == null ? connection.prepareStatement(sql) : known;
    return proxy(
        PreparedStatement.class,
        (self, method, arguments) -> {
          if (method.getName().equals("close")) {
            statement.clearParameters();
            PreparedStatement other = idle.put(sql, statement);
            if (other != null && other != statement) {
              other.close();
            }
            return null;
          }
          return call(() -> method.invoke(statement, arguments));
        });
  }

  private interface Invocation {
    Object run() throws ReflectiveOperationException;
  }

  private static Object call(Invocation invocation) throws Throwable {
    try {
      return invocation.run();
    } catch (InvocationTargetException e) {
      throw e.getTargetException();
    }
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(
        Proxy.newProxyInstance(
            StatementCache.class.getClassLoader(), new Class<?>[] {type}, handler));
  }
}
