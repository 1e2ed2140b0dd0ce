package dev.okayd.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Runs of the tests that take their time, such as CI's; {@code -Dtests.thorough=true} is one. */
public final class Thorough {
  private static final String PROPERTY = "tests.thorough";

  private Thorough() {}

  /** Whether this run is one. */
  public static boolean run() {
    return Boolean.getBoolean(PROPERTY);
  }

  /**
   * Tests that repeat on PostgreSQL what others have shown on SQLite, or with the packaged okayd
   * what an end-to-end test shows as well, or that take long and are of one corner.
   */
  @Target(ElementType.TYPE)
  @Retention(RetentionPolicy.RUNTIME)
  @EnabledIfSystemProperty(
      named = PROPERTY,
      matches = "true",
      disabledReason = "left to thorough runs, as CI's; -Dtests.thorough=true is one")
  public @interface Only {}
}
