package dev.okayd.backend;

import com.fasterxml.jackson.annotation.JsonCreator;
import dev.okayd.error.ErrorCode;
import dev.okayd.error.OkaydException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where a backend's readiness is read in the xenstore. Two more keys beside it are read, if they
 * are there: {@code epoch}, which names the start of the backend, and {@code heartbeat}.
 *
 * @param domain the name or the domid of the domain whose key it is
 * @param key below the domain's own path
 * @param form whose words it is written in
 * @param heartbeatSeconds how long the backend counts as alive after its {@code heartbeat} has
 *     changed, if it has to change
 */
public record XenstoreKey(
    String domain, String key, XenstoreForm form, Optional<Integer> heartbeatSeconds) {
  private static final Pattern DOMAIN = Pattern.compile("[A-Za-z0-9._+-]{1,63}");
  private static final Pattern KEY = Pattern.compile("[A-Za-z0-9_@:-]+(/[A-Za-z0-9_@:-]+)+");
  private static final int LONGEST_KEY = 200;
  private static final int MOST_SECONDS = 3600;

  /** As it is registered. */
  @JsonCreator
  static XenstoreKey of(
      Optional<String> domain,
      Optional<String> key,
      Optional<XenstoreForm> form,
      Optional<Integer> heartbeatSeconds) {
    return new XenstoreKey(
        domain.orElse(""), key.orElse(""), form.orElse(XenstoreForm.STATUS), heartbeatSeconds);
  }

  /** It, if it can be one. */
  public XenstoreKey require() {
    if (!DOMAIN.matcher(domain).matches()) {
      throw invalid("domain is the name or the domid of a domain");
    }
    if (!KEY.matcher(key).matches() || key.length() > LONGEST_KEY) {
      throw invalid(
          "key is a path below that of the domain, such as drivers/disk/status, of at most %d characters"
              .formatted(LONGEST_KEY));
    }
    if (form == XenstoreForm.DEVICE_MODEL && heartbeatSeconds.isEmpty()) {
      throw invalid(
          "form device-model needs heartbeatSeconds: a device model that has ended still says that it is running");
    }
    if (heartbeatSeconds.filter(s -> s < 1 || s > MOST_SECONDS).isPresent()) {
      throw invalid("heartbeatSeconds is 1 to " + MOST_SECONDS);
    }
    return this;
  }

  /** What the three keys are in, below the domain's path. */
  public String folder() {
    return key.substring(0, key.lastIndexOf('/'));
  }

  private static OkaydException invalid(String why) {
    return new OkaydException(ErrorCode.INVALID_PARAMETER, "xenstore: " + why);
  }
}
