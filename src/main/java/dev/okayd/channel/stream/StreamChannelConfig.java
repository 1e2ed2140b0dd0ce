package dev.okayd.channel.stream;

import dev.okayd.setting.TextForm;
import io.smallrye.config.ConfigMapping;
import java.util.Map;
import java.util.Optional;

/** The endpoints of streams to guests. Without them, okayd serves no guest over a stream. */
@ConfigMapping(prefix = "okayd.stream")
public interface StreamChannelConfig {

  /**
   * The endpoint of guests without an own setting, with {@code {guest}} as a placeholder for the
   * name: {@code unix-listen:PATH}, {@code unix-connect:PATH} or {@code tty:PATH}.
   */
  @TextForm(
      pattern = "(unix-listen|unix-connect|tty):/.*\\{guest\\}.*",
      expected =
          "unix-listen:PATH, unix-connect:PATH or tty:PATH with an absolute path that has {guest} where the name of the guest stands")
  Optional<String> at();

  /** The endpoints of single guests, by name. */
  @TextForm(
      pattern = "(unix-listen|unix-connect|tty):/.*",
      expected = "unix-listen:PATH, unix-connect:PATH or tty:PATH with an absolute path")
  Map<String, String> guest();
}
