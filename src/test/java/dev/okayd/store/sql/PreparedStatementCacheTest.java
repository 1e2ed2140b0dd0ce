package dev.okayd.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

/** A connection prepares each statement once. */
class PreparedStatementCacheTest {
  private final List<String> prepared = new ArrayList<>();

  @Test
  void preparesAStatementWithNamedParametersOnce() throws Exception {
    // given
    try (Handle handle = open()) {
      // when
      for (int i = 0; i < 5; i++) {
        handle.createUpdate("INSERT INTO t (n) VALUES (:n)").bind("n", i).execute();
      }
      // then
      assertThat(prepared).containsExactly("INSERT INTO t (n) VALUES (?)");
      assertThat(sum(handle)).isEqualTo(10);
    }
  }

  @Test
  void preparesAQueryOnce() throws Exception {
    // given
    try (Handle handle = open()) {
      handle.createUpdate("INSERT INTO t (n) VALUES (:n)").bind("n", 7).execute();
      // when
      assertThat(sum(handle)).isEqualTo(sum(handle));
      // then
      assertThat(prepared).filteredOn(sql -> sql.startsWith("SELECT")).hasSize(1);
    }
  }

  @Test
  void preparesASecondStatementForANestedUse() throws Exception {
    // given
    try (Handle handle = open()) {
      handle.createUpdate("INSERT INTO t (n) VALUES (:n)").bind("n", 1).execute();
      // when
      List<Integer> inside =
          handle
              .createQuery("SELECT sum(n) FROM t WHERE n > :n")
              .bind("n", 0)
              .map((row, context) -> row.getInt(1) + sum(handle))
              .list();
      // then
      assertThat(inside).containsExactly(2);
    }
  }

  @Test
  void preparesAFailedStatementAgain() throws Exception {
    // given
    try (Handle handle = open()) {
      assertThatThrownBy(() -> insertMagnitude(handle, Long.MIN_VALUE))
          .hasMessageContaining("integer overflow")
          .satisfies(e -> assertThat(e.getSuppressed()).isEmpty());
      // when
      insertMagnitude(handle, -7);
      // then
      assertThat(sum(handle)).isEqualTo(7);
    }
  }

  private static void insertMagnitude(Handle handle, long number) {
    handle.createUpdate("INSERT INTO t (n) VALUES (abs(:n))").bind("n", number).execute();
  }

  private static int sum(Handle handle) {
    return handle
        .createQuery("SELECT sum(n) FROM t WHERE n > :n")
        .bind("n", 0)
        .mapTo(Integer.class)
        .one();
  }

  private Handle open() throws Exception {
    Connection real = DriverManager.getConnection("jdbc:sqlite::memory:");
    real.createStatement().execute("CREATE TABLE t (n INTEGER)");
    Jdbi jdbi = Jdbi.create(() -> counting(real));
    jdbi.setStatementBuilderFactory(connection -> new PreparedStatementCache());
    return jdbi.open();
  }

  private Connection counting(Connection real) {
    return (Connection)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("prepareStatement")) {
                prepared.add((String) arguments[0]);
              }
              try {
                return method.invoke(real, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
