package dev.okayd.channel.stream;

import dev.okayd.channel.ChannelGuests;
import dev.okayd.plan.spec.GuestChannel;
import dev.okayd.store.Store;
import dev.okayd.task.PeriodicTask;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Serves all guests with the channel {@code stream}, as guests are added and removed. */
@ApplicationScoped
class StreamChannel {
  private static final Duration PAUSE = Duration.ofSeconds(2);

  private final StreamEndpoints endpoints;
  private final StreamAnswers answers;
  private final ChannelGuests guests;
  private final Map<String, StreamLink> links = new HashMap<>();
  private final PeriodicTask linking = new PeriodicTask("streams", this::serveCurrentGuests);

  StreamChannel(StreamEndpoints endpoints, StreamAnswers answers, ChannelGuests guests) {
    this.endpoints = endpoints;
    this.answers = answers;
    this.guests = guests;
  }

  void start(@Observes @Priority(Store.STARTUP_PRIORITY + 1) StartupEvent event) {
    if (!endpoints.isEmpty()) {
      linking.start(PAUSE);
    }
  }

  void stop(@Observes ShutdownEvent event) {
    linking.stopNow();
    serve(Set.of());
  }

  private void serveCurrentGuests() {
    serve(guests.of(GuestChannel.STREAM));
  }

  private synchronized void serve(Set<String> wanted) {
    links.keySet().stream().filter(name -> !wanted.contains(name)).toList().forEach(this::end);
    wanted.stream().filter(name -> !links.containsKey(name)).forEach(this::begin);
  }

  private void begin(String guest) {
    endpoints
        .of(guest)
        .ifPresent(
            endpoint -> {
              StreamLink link = new StreamLink(guest, endpoint, answers);
              links.put(guest, link);
              link.start();
            });
  }

  private void end(String guest) {
    StreamLink link = links.remove(guest);
    if (link != null) {
      link.stop();
    }
  }
}
