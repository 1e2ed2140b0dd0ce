package dev.okayd.http;

import dev.okayd.setting.CountRange;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.OptionalLong;

/** How many requests okayd accepts at a time. It answers 503 to further ones. */
@ConfigMapping(prefix = "okayd.http")
public interface LoadConfig {

  /** How many requests okayd works on, those included that wait for a thread. */
  @WithDefault("500")
  @CountRange(most = 1_000_000)
  int mostUnderWay();

  /** How many long polls and streams of the log may be open. */
  @WithDefault("8000")
  @CountRange(most = 1_000_000)
  int mostWaiting();

  /**
   * How many bytes the bodies of all requests may have together, except those of restores. A single
   * request may exceed it. Default: one sixteenth of the heap.
   */
  @CountRange(most = Long.MAX_VALUE)
  OptionalLong mostBodyBytes();
}
