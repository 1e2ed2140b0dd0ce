package dev.okayd.eventlog;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Streams of the log. */
@ConfigMapping(prefix = "okayd.stream")
public interface LogStreamConfig {

  /** How often an idle stream sends a comment. */
  @WithDefault("15s")
  Duration heartbeat();

  /** The largest number of concurrent streams. */
  @WithDefault("256")
  int most();

  /** How many entries a reader may lag before okayd cuts it off. */
  @WithDefault("2000")
  int window();
}
