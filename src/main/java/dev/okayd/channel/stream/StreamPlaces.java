package dev.okayd.channel.stream;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;

/** Where the stream to each guest is. */
@ApplicationScoped
class StreamPlaces {
  private static final String GUEST = "{guest}";

  private final Optional<String> pattern;
  private final Map<String, String> ofGuests;

  StreamPlaces(StreamConfig config) {
    pattern = config.at();
    ofGuests = Map.copyOf(config.guest());
    pattern.ifPresent(StreamPlaces::requirePattern);
    ofGuests.values().forEach(StreamPlace::parse);
  }

  private static void requirePattern(String text) {
    StreamPlace.parse(text);
    if (!text.contains(GUEST)) {
      throw new IllegalStateException(
          "okayd.stream.at is \"%s\" for all guests; it needs {guest} where a guest's name stands"
              .formatted(text));
    }
  }

  boolean areNone() {
    return pattern.isEmpty() && ofGuests.isEmpty();
  }

  Optional<StreamPlace> of(String guest) {
    return Optional.ofNullable(ofGuests.get(guest))
        .or(() -> pattern.map(text -> text.replace(GUEST, guest)))
        .map(StreamPlace::parse);
  }
}
