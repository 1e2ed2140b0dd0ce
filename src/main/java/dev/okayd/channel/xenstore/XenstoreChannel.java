package dev.okayd.channel.xenstore;

import dev.okayd.channel.ChannelGuests;
import dev.okayd.plan.spec.GuestChannel;
import dev.okayd.store.Store;
import dev.okayd.task.PeriodicTask;
import dev.okayd.xenstore.ConfiguredXenstore;
import dev.okayd.xenstore.Xenstore;
import dev.okayd.xenstore.XenstoreConfig;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Serves all guests with the channel {@code xenstore}, as guests and their domains start and end.
 */
@ApplicationScoped
class XenstoreChannel {
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final Optional<Xenstore> xenstore;
  private final XenstoreConfig config;
  private final XenstoreAnswers answers;
  private final ChannelGuests guests;
  private final Map<String, XenstoreLink> links = new ConcurrentHashMap<>();
  private final PeriodicTask linking =
      new PeriodicTask("xenstore-channel", this::serveCurrentGuests);

  XenstoreChannel(
      ConfiguredXenstore configured,
      XenstoreConfig config,
      XenstoreAnswers answers,
      ChannelGuests guests) {
    this.xenstore = configured.get();
    this.config = config;
    this.answers = answers;
    this.guests = guests;
  }

  void start(@Observes @Priority(Store.STARTUP_PRIORITY + 1) StartupEvent event) {
    if (xenstore.isPresent()) {
      linking.start(PAUSE);
    }
  }

  void stop(@Observes ShutdownEvent event) {
    linking.stopNow();
    links.values().forEach(XenstoreLink::close);
  }

  private void serveCurrentGuests() {
    serve(guests.of(GuestChannel.XENSTORE));
  }

  /**
   * Keeps serving a guest that no longer lists the channel while its domain exists, so that its
   * agent gets a refusal.
   */
  private void serve(Set<String> wanted) {
    wanted.forEach(name -> links.computeIfAbsent(name, this::link));
    links.values().forEach(XenstoreLink::find);
    links.forEach(
        (name, link) -> {
          if (!wanted.contains(name) && link.isWithoutDomain()) {
            link.close();
            links.remove(name);
          }
        });
  }

  private XenstoreLink link(String guest) {
    return new XenstoreLink(
        guest, config.domains().getOrDefault(guest, guest), xenstore.orElseThrow(), answers);
  }
}
