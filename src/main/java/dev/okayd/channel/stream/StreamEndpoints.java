package dev.okayd.channel.stream;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;

/** The stream endpoint of each guest. */
@ApplicationScoped
class StreamEndpoints {
  private static final String GUEST = "{guest}";

  private final Optional<String> pattern;
  private final Map<String, String> ofGuests;

  StreamEndpoints(StreamChannelConfig config) {
    pattern = config.at();
    ofGuests = Map.copyOf(config.guest());
  }

  boolean isEmpty() {
    return pattern.isEmpty() && ofGuests.isEmpty();
  }

  Optional<StreamEndpoint> of(String guest) {
    return Optional.ofNullable(ofGuests.get(guest))
        .or(() -> pattern.map(text -> text.replace(GUEST, guest)))
        .map(StreamEndpoint::parse);
  }
}
