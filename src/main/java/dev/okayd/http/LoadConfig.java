package dev.okayd.http;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.OptionalLong;

/** How much is taken on at a time; what is beyond is refused with 503. */
@ConfigMapping(prefix = "okayd.http")
public interface LoadConfig {

  /** How many requests may be under way, those that wait for a thread included. */
  @WithDefault("500")
  int mostUnderWay();

  /** How many requests may wait for something to happen: long polls and streams. */
  @WithDefault("8000")
  int mostWaiting();

  /**
   * How many bytes the bodies of all requests under way may have; a 16th of the heap by default.
   */
  OptionalLong mostBodyBytes();
}
