package dev.okayd.channel.stream;

import io.smallrye.config.ConfigMapping;
import java.util.Map;
import java.util.Optional;

/** Where the streams to guests are. Without any of it no guest is served over one. */
@ConfigMapping(prefix = "okayd.stream")
public interface StreamChannelConfig {

  /**
   * Of a guest that is not listed, with {@code {guest}} where its name stands: {@code
   * unix-listen:PATH}, {@code unix-connect:PATH} or {@code tty:PATH}.
   */
  Optional<String> at();

  /** Of single guests, by name. */
  Map<String, String> guest();
}
