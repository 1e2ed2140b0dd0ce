package dev.okayd.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;

import dev.okayd.testing.Contract;
import dev.okayd.testing.Fixtures;
import dev.okayd.testing.Fixtures.TestBackend;
import dev.okayd.testing.Fixtures.TestGuest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class BackupResourceTest {
  @TempDir private Path directory = Path.of("");

  private static byte[] backup() {
    return Contract.request().get("/v1/backup").then().statusCode(200).extract().asByteArray();
  }

  private static ValidatableResponse restore(byte[] file) {
    return Contract.request().contentType("application/gzip").body(file).post("/v1/restore").then();
  }

  /** Sends a stream: REST Assured takes seconds to inspect a body of this size. */
  private static RequestSpecification send(byte[] large) {
    return RestAssured.given().body(new ByteArrayInputStream(large));
  }

  @Test
  void aRestoreBringsBackTheStateAndRemovesLaterChanges() {
    TestBackend backend = Fixtures.backend();
    TestGuest guest = Fixtures.guest(backend.name());
    guest.agent().hello().then().statusCode(200);
    backend.reports("ready", "epoch-1", 1);
    guest.awaitPhase("Delivering");
    byte[] file = backup();

    Contract.request().delete("/v1/guests/{guest}", guest.name()).then().statusCode(204);
    TestGuest later = Fixtures.guest(backend.name());
    long seq = BackupText.of(file).rows("event_log").size();
    restore(file)
        .statusCode(200)
        .body("guests", equalTo(BackupText.of(file).rows("guest").size()))
        .body("seq", greaterThan(seq));

    assertThat(guest.attachment().getBoolean("mayBeLive")).isTrue();
    RestAssured.get("/v1/guests/{guest}", later.name()).then().statusCode(404);
  }

  @Test
  void aBackupDuringWritesIsConsistentAndRestoresIntoAFreshService() throws Exception {
    TestBackend backend = Fixtures.backend();
    AtomicBoolean enough = new AtomicBoolean();
    var writer =
        CompletableFuture.runAsync(
            () -> {
              while (!enough.get()) {
                TestGuest guest = Fixtures.guest(backend.name());
                guest.agent().hello().then().statusCode(200);
              }
            });

    for (int i = 0; i < 5; i++) {
      BackupText backup = BackupText.of(backup());
      FreshService fresh = new FreshService(Files.createDirectory(directory.resolve("fresh" + i)));
      fresh.restore(backup);

      var rows = fresh.backup().rows();
      assertThat(BackupText.withoutVersions(rows.subList(0, rows.size() - 1)))
          .isEqualTo(BackupText.withoutVersions(backup.rows()));
      long created = log(backup, "guest.created");
      long deleted = log(backup, "guest.deleted");
      assertThat(backup.rows("guest")).hasSize((int) (created - deleted));
    }
    enough.set(true);
    writer.get();
  }

  private static long log(BackupText backup, String type) {
    return backup.rows("event_log").stream().filter(row -> row.contains("\"" + type)).count();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.3, 0.9, 0.999})
  void aFileThatIsCutIsRefusedAndChangesNothing(double part) {
    TestGuest guest = Fixtures.guest(Fixtures.name("backend"));
    byte[] file = backup();

    Contract.badRequest()
        .contentType("application/gzip")
        .body(Arrays.copyOf(file, (int) (file.length * part)))
        .post("/v1/restore")
        .then()
        .statusCode(422)
        .body("code", equalTo("not-a-backup"))
        .body("detail", containsString("Line "));

    assertThat(RestAssured.get("/v1/guests/{guest}", guest.name()).asString())
        .contains(guest.name());
    assertThat(BackupText.of(backup()).rows("event_log"))
        .noneMatch(row -> row.contains("state.restored") && row.contains(guest.name()));
  }

  @Test
  void aBackupMayBeLargerThanAnyOtherBody() {
    byte[] large = new byte[5 << 20];

    send(large)
        .contentType("application/gzip")
        .post("/v1/restore")
        .then()
        .statusCode(422)
        .body("code", equalTo("not-a-backup"));
    send(large)
        .contentType("application/octet-stream")
        .put("/v1/guests/{guest}/base-tree", "domu1")
        .then()
        .statusCode(413)
        .body("code", equalTo("too-large"));
  }

  @Test
  void aLargeBodyIsRefusedEvenWithoutAContentLength() {
    send(new byte[(4 << 20) + 1])
        .contentType("application/octet-stream")
        .put("/v1/guests/{guest}/base-tree", "domu1")
        .then()
        .statusCode(413)
        .body("code", equalTo("too-large"));
  }
}
