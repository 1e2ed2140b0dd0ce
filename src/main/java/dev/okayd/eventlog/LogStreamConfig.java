package dev.okayd.eventlog;

import dev.okayd.setting.CountRange;
import dev.okayd.setting.DurationRange;
import dev.okayd.setting.FormerPrefix;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The streams of the log, which are responses to {@code GET /v1/stream}. */
@FormerPrefix("okayd.stream")
@ConfigMapping(prefix = "okayd.log.stream")
public interface LogStreamConfig {

  /** How often an idle stream gets a comment. */
  @WithDefault("15s")
  @DurationRange(least = "100ms", most = "1h")
  Duration heartbeat();

  /** How many streams may be open. okayd refuses further ones with {@code too-many-streams}. */
  @WithDefault("256")
  @CountRange(most = 100_000)
  int most();

  /** How many entries a reader that was up to date may fall behind before okayd ends its stream. */
  @WithDefault("2000")
  @CountRange(most = 1_000_000)
  int window();
}
