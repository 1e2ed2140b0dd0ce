package dev.okayd.http;

import dev.okayd.setting.CountRange;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.OptionalLong;

/** Limits on concurrent requests; okayd refuses further ones with 503. */
@ConfigMapping(prefix = "okayd.http")
public interface LoadConfig {

  /** The largest number of requests in progress, including those that wait for a thread. */
  @WithDefault("500")
  @CountRange(most = 1_000_000)
  int mostUnderWay();

  /** The largest number of waiting requests: long polls and streams. */
  @WithDefault("8000")
  @CountRange(most = 1_000_000)
  int mostWaiting();

  /**
   * The largest total size of the bodies of all requests in progress, in bytes; by default a 16th
   * of the heap.
   */
  @CountRange(most = Long.MAX_VALUE)
  OptionalLong mostBodyBytes();
}
