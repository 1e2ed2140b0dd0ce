package dev.okayd.store;

import dev.okayd.testing.OnPostgresql;
import dev.okayd.testing.Thorough;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.List;

@Thorough.Only
@QuarkusTest
@TestProfile(LaterStoreOnPostgresqlTest.OfItsOwn.class)
class LaterStoreOnPostgresqlTest extends LaterStoreTest {
  /** A database that no other test is on. */
  public static class OfItsOwn implements QuarkusTestProfile {
    @Override
    public List<TestResourceEntry> testResources() {
      return List.of(new TestResourceEntry(OnPostgresql.Server.class));
    }
  }
}
