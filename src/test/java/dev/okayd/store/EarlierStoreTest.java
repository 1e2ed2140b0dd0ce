package dev.okayd.store;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.matchesPattern;

import dev.okayd.testing.Contract;
import dev.okayd.testing.Fixtures.TestBackend;
import dev.okayd.testing.Fixtures.TestGuest;
import dev.okayd.testing.TestAgent;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.sqlite.SQLiteDataSource;

/** This version of okayd on a store of the previous version. */
@QuarkusTest
@TestProfile(EarlierStoreTest.OnStoreOf5df0ee5.class)
class EarlierStoreTest {
  private static final String TOKEN = "vpxOVfUrASDSiKgbIN6w8qA2FIgwc2w5DIOh8yX18Ks";
  private static final String STORAGE_SECRET = "whsec_ECv+Wlz1J/JmSLEUhsPlK6gxuM6q6kuHG1GFgyX0+os=";

  /** The SQLite file of the previous version. */
  public static class OnStoreOf5df0ee5 implements QuarkusTestProfile {
    @Override
    public List<TestResourceEntry> testResources() {
      return List.of(new TestResourceEntry(Left.class));
    }
  }

  /** Creates the file from its dump. */
  public static final class Left implements QuarkusTestResourceLifecycleManager {
    @Override
    public Map<String, String> start() {
      try (InputStream dump = Left.class.getResourceAsStream("/store/5df0ee5.sql")) {
        Path directory = Files.createTempDirectory("okayd-earlier");
        SQLiteDataSource file = new SQLiteDataSource();
        file.setUrl("jdbc:sqlite:" + directory.resolve("okayd.db"));
        try (Connection connection = file.getConnection();
            Statement statement = connection.createStatement()) {
          statement.executeUpdate(new String(dump.readAllBytes(), StandardCharsets.UTF_8));
        }
        return Map.of("okayd.store.directory", directory.toString());
      } catch (IOException | SQLException e) {
        throw new IllegalStateException("The store of the previous version cannot be created", e);
      }
    }

    @Override
    public void stop() {
      // the file stays: a few kilobytes in the build's temporary directory
    }
  }

  @Test
  void itsContentIsShown() {
    Contract.request()
        .get("/v1/guests/domu1")
        .then()
        .statusCode(200)
        .header("ETag", matchesPattern("\"[0-9]+-[0-9a-f]{16}\""))
        .body("spec.policy.answerSeconds", equalTo(7))
        .body("boot.kernel", equalTo("6.1.0"));
    Contract.request().get("/v1/guests").then().body("items.name", hasItems("domu1", "domu2"));
    Contract.request()
        .get("/v1/guests/domu2/devices/root/attachment")
        .then()
        .body("intent", equalTo("detached"));
    Contract.request()
        .get("/v1/backends/network")
        .then()
        .statusCode(200)
        .body("epoch", equalTo("boot-a"))
        .body("devices[0].device", equalTo("lan"));
    Contract.request().get("/v1/operations").then().body("items.state", hasItems("drained"));
    Contract.request().get("/v1/log?after=0").then().statusCode(200);
    Contract.request().get("/v1/backup").then().statusCode(200);
  }

  @Test
  void itsGuestsContinue() {
    String digest = Contract.request().get("/v1/guests/domu1").path("planDigest");
    TestGuest guest =
        new TestGuest("domu1", "storage", new TestAgent("domu1", TOKEN, digest).reboot());
    TestBackend storage = new TestBackend("storage", STORAGE_SECRET);

    guest.agent().hello().then().statusCode(200);
    storage.reports("ready", "2", 1);
    String command = guest.agent().nextCommand(20).then().statusCode(200).extract().path("id");
    guest.agent().reportBound(command, 2).then().statusCode(204);

    guest.awaitPhase("Bound");
  }
}
