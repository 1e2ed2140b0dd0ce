package dev.okayd.eventlog;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Streams of the log. */
@ConfigMapping(prefix = "okayd.stream")
public interface LogStreamConfig {

  /** A stream on which nothing else happens has a comment this often. */
  @WithDefault("15s")
  Duration heartbeat();

  /** How many streams there may be at a time. */
  @WithDefault("256")
  int most();

  /** How many entries a reader may be behind before it is cut off. */
  @WithDefault("2000")
  int window();
}
