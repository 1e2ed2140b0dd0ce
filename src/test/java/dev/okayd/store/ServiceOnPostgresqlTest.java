package dev.okayd.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.hasItem;

import dev.okayd.error.OkaydException;
import dev.okayd.testing.Contract;
import dev.okayd.testing.Fixtures;
import dev.okayd.testing.Fixtures.TestBackend;
import dev.okayd.testing.Fixtures.TestGuest;
import dev.okayd.testing.OnPostgresql;
import dev.okayd.testing.tool.PostgresqlServer;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Plans a guest, binds its device, and detaches it again, on PostgreSQL. */
@QuarkusTest
@TestProfile(OnPostgresql.class)
@ExtendWith(PostgresqlServer.Condition.class)
class ServiceOnPostgresqlTest {
  @Inject Store store;

  @Test
  void aDeviceIsAttachedAndDetached() {
    TestBackend backend = Fixtures.backend();
    TestGuest guest = Fixtures.guest(backend.name());
    guest.agent().hello().then().statusCode(200);

    backend.reports("ready", "epoch-1", 1);
    JsonPath apply = guest.agent().nextCommand(20).then().statusCode(200).extract().jsonPath();
    guest.agent().reportBound(apply.getString("id"), 2).then().statusCode(204);
    guest.awaitPhase("Bound");
    backend.reports("draining", "epoch-1", 2);
    JsonPath remove = guest.agent().nextCommand(20).then().statusCode(200).extract().jsonPath();
    guest.agent().reportRemoved(remove.getString("id")).then().statusCode(204);
    guest.awaitPhase("Detached");

    Contract.request()
        .get("/v1/log?limit=1000")
        .then()
        .statusCode(200)
        .body("items.subject", hasItem(guest.name() + "/disk"));
  }

  @Test
  void theServiceIsReady() {
    RestAssured.get("/q/health/ready")
        .then()
        .statusCode(200)
        .body("checks.findAll { it.status == 'UP' }.name", contains("store"));
  }

  @Test
  void okaydSurvivesMoreServerRestartsThanItHasConnections() {
    for (int i = 0; i < 8; i++) {
      int ended = soon(() -> store.read(ServiceOnPostgresqlTest::endOtherConnections));

      // at least the write connection
      assertThat(ended).isPositive();
      soon(() -> store.inTransaction(handle -> handle.execute("UPDATE writer_turn SET id = id")));
    }
  }

  /** Retries: the pool detects a broken connection only at its next use if it was used recently. */
  private static int soon(Callable<Integer> work) {
    return await().ignoreExceptionsInstanceOf(OkaydException.class).until(work, Objects::nonNull);
  }

  private static int endOtherConnections(Handle handle) {
    return handle
        .createQuery(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()")
        .mapTo(Integer.class)
        .one();
  }

  @Test
  void theReplicaRecordsItsHeartbeat() {
    long before = heartbeat();

    await().untilAsserted(() -> assertThat(heartbeat()).isGreaterThan(before));
  }

  private long heartbeat() {
    return store.read(
        handle -> handle.createQuery("SELECT heartbeat_at FROM replica").mapTo(Long.class).one());
  }
}
