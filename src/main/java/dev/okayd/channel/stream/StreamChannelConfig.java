package dev.okayd.channel.stream;

import dev.okayd.setting.TextForm;
import io.smallrye.config.ConfigMapping;
import java.util.Map;
import java.util.Optional;

/** The streams to guests. Without a setting okayd serves no guest over a stream. */
@ConfigMapping(prefix = "okayd.stream")
public interface StreamChannelConfig {

  /**
   * Where the stream of each guest is, unless {@code okayd.stream.guest} lists the guest: {@code
   * unix-listen:PATH}, {@code unix-connect:PATH} or {@code tty:PATH}, with {@code {guest}} where
   * the name of the guest stands.
   */
  @TextForm(
      pattern = "(unix-listen|unix-connect|tty):/.*\\{guest\\}.*",
      expected =
          "unix-listen:PATH, unix-connect:PATH or tty:PATH with an absolute path that has {guest} where the name of the guest stands")
  Optional<String> at();

  /** Where the stream of one guest is. The key is the name of the guest. */
  @TextForm(
      pattern = "(unix-listen|unix-connect|tty):/.*",
      expected = "unix-listen:PATH, unix-connect:PATH or tty:PATH with an absolute path")
  Map<String, String> guest();
}
