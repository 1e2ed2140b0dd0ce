package dev.okayd.guest.platform;

import dev.okayd.error.ErrorCode;
import dev.okayd.error.OkaydException;
import dev.okayd.http.Page;
import dev.okayd.platform.Platform;
import dev.okayd.platform.Provenance;
import dev.okayd.platform.catalog.Platforms;
import dev.okayd.platform.toolstack.KeyTable;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;

/** {@code /v1/platforms}: the platforms, and where their numbers come from. */
@Path("/v1/platforms")
@Produces(MediaType.APPLICATION_JSON)
public class PlatformResource {
  private final Platforms platforms;

  PlatformResource(Platforms platforms) {
    this.platforms = platforms;
  }

  /** A platform in the list. */
  public record Entry(String name, String description, Optional<Provenance> provenance) {}

  /**
   * A platform.
   *
   * @param provenance sources of the numbers, if the file names them
   * @param files the keys that okayd may write into each file of the toolstack
   */
  public record View(
      String name, String description, Optional<Provenance> provenance, List<KeyTable> files) {}

  /** All platforms, by name. */
  @GET
  public Page<Entry> list() {
    List<Entry> all =
        platforms.names().stream()
            .flatMap(name -> platforms.find(name).stream())
            .map(
                platform ->
                    new Entry(platform.name(), platform.description(), platform.provenance()))
            .toList();
    return new Page<>(all, Optional.empty());
  }

  /** One platform. */
  @GET
  @Path("{platform}")
  public View get(@PathParam("platform") String name) {
    Platform platform =
        platforms
            .find(name)
            .orElseThrow(
                () ->
                    new OkaydException(
                        ErrorCode.PLATFORM_NOT_FOUND,
                        "There is no platform \"%s\"; known platforms are %s"
                            .formatted(name, String.join(", ", platforms.names()))));
    return new View(
        platform.name(), platform.description(), platform.provenance(), platform.keyTables());
  }
}
