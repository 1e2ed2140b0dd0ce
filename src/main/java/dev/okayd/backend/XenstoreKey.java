package dev.okayd.backend;

import com.fasterxml.jackson.annotation.JsonCreator;
import dev.okayd.error.ErrorCode;
import dev.okayd.error.OkaydException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where okayd reads the readiness of a backend in the xenstore. okayd also reads two optional keys
 * beside it: {@code epoch}, which identifies the start of the backend, and {@code heartbeat}.
 *
 * @param domain the name or the domid of the domain that has the key
 * @param key path below the path of the domain
 * @param form which program's vocabulary its value uses
 * @param heartbeatSeconds how long the backend counts as alive after its {@code heartbeat} changed,
 *     if a heartbeat is required
 */
public record XenstoreKey(
    String domain, String key, XenstoreForm form, Optional<Integer> heartbeatSeconds) {
  private static final Pattern DOMAIN = Pattern.compile("[A-Za-z0-9._+-]{1,63}");
  private static final Pattern KEY = Pattern.compile("[A-Za-z0-9_@:-]+(/[A-Za-z0-9_@:-]+)+");
  private static final int LONGEST_KEY = 200;
  private static final int MAX_SECONDS = 3600;

  /** The key as a registration gives it, with defaults for absent fields. */
  @JsonCreator
  static XenstoreKey of(
      Optional<String> domain,
      Optional<String> key,
      Optional<XenstoreForm> form,
      Optional<Integer> heartbeatSeconds) {
    return new XenstoreKey(
        domain.orElse(""), key.orElse(""), form.orElse(XenstoreForm.STATUS), heartbeatSeconds);
  }

  /** This key, if it is valid. */
  public XenstoreKey require() {
    if (!DOMAIN.matcher(domain).matches()) {
      throw invalid("domain must be the name or the domid of a domain");
    }
    if (!KEY.matcher(key).matches() || key.length() > LONGEST_KEY) {
      throw invalid(
          "key must be a path below the path of the domain, such as drivers/disk/status, of at most %d characters"
              .formatted(LONGEST_KEY));
    }
    if (form == XenstoreForm.DEVICE_MODEL && heartbeatSeconds.isEmpty()) {
      throw invalid(
          "form device-model needs heartbeatSeconds: the key of a device model that has ended still has the value running");
    }
    if (heartbeatSeconds.filter(s -> s < 1 || s > MAX_SECONDS).isPresent()) {
      throw invalid("heartbeatSeconds must be 1 to " + MAX_SECONDS);
    }
    return this;
  }

  /** The directory of the three keys, below the path of the domain. */
  public String folder() {
    return key.substring(0, key.lastIndexOf('/'));
  }

  private static OkaydException invalid(String why) {
    return new OkaydException(ErrorCode.INVALID_PARAMETER, "xenstore: " + why);
  }
}
