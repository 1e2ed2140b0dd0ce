package dev.okayd.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Thorough test runs, such as CI's: {@code -Dtests.thorough=true}. */
public final class Thorough {
  private static final String PROPERTY = "tests.thorough";

  private Thorough() {}

  /** Whether this run is thorough. */
  public static boolean run() {
    return Boolean.getBoolean(PROPERTY);
  }

  /**
   * Tests that repeat on PostgreSQL a test on SQLite, or with the packaged okayd an end-to-end
   * test, or that take long for a corner case.
   */
  @Target(ElementType.TYPE)
  @Retention(RetentionPolicy.RUNTIME)
  @EnabledIfSystemProperty(
      named = PROPERTY,
      matches = "true",
      disabledReason = "left to thorough runs, as CI's; -Dtests.thorough=true is one")
  public @interface Only {}
}
