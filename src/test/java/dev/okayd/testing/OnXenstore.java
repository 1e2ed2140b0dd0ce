package dev.okayd.testing;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.nio.file.Path;
import java.util.Map;

/** An okayd that uses a xenstored, which tests start and stop. */
public class OnXenstore implements QuarkusTestProfile {
  /** One per process, because Quarkus loads tests twice. */
  public static Path directory() {
    return Path.of(System.getProperty("java.io.tmpdir"), "xs-" + ProcessHandle.current().pid());
  }

  @Override
  public Map<String, String> getConfigOverrides() {
    return Map.of("okayd.xenstore.at", "unix:" + directory().resolve("socket"));
  }
}
