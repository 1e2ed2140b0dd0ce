package dev.okayd.channel.stream;

import dev.okayd.channel.ChannelGuests;
import dev.okayd.plan.spec.GuestChannel;
import dev.okayd.store.Store;
import dev.okayd.store.StoreOutage;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Serves every guest whose channels have {@code stream}, as guests come and go. */
@ApplicationScoped
class StreamChannel {
  private static final Logger LOG = Logger.getLogger(StreamChannel.class);
  private static final int LOOK_SECONDS = 2;

  private final StreamEndpoints places;
  private final StreamAnswers answers;
  private final ChannelGuests guests;
  private final Map<String, StreamLink> links = new HashMap<>();
  private final ScheduledExecutorService looks =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "streams");
            thread.setDaemon(true);
            return thread;
          });

  StreamChannel(StreamEndpoints places, StreamAnswers answers, ChannelGuests guests) {
    this.places = places;
    this.answers = answers;
    this.guests = guests;
  }

  void start(@Observes @Priority(Store.STARTUP_PRIORITY + 1) StartupEvent event) {
    if (!places.areNone()) {
      var unused = looks.scheduleWithFixedDelay(this::look, 0, LOOK_SECONDS, TimeUnit.SECONDS);
    }
  }

  void stop(@Observes ShutdownEvent event) {
    looks.shutdownNow();
    serve(Set.of());
  }

  private void look() {
    try {
      serve(guests.of(GuestChannel.STREAM));
    } catch (RuntimeException e) {
      if (!StoreOutage.explains(e)) {
        LOG.error("It is not known which guests to serve over streams; it is asked again", e);
      }
    }
  }

  private synchronized void serve(Set<String> wanted) {
    links.keySet().stream().filter(name -> !wanted.contains(name)).toList().forEach(this::end);
    wanted.stream().filter(name -> !links.containsKey(name)).forEach(this::begin);
  }

  private void begin(String guest) {
    places
        .of(guest)
        .ifPresent(
            place -> {
              StreamLink link = new StreamLink(guest, place, answers);
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
