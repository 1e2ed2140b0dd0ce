package dev.okayd.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.okayd.client.ServiceClient;
import dev.okayd.fdt.DeviceTree;
import dev.okayd.fdt.NodePath;
import dev.okayd.fdt.dtb.FdtReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;

/** Creates the guest and the backend of the demo, and reads their state. */
final class DemoSetup {
  static final String GUEST = "demo";
  static final String DEVICE = "disk";
  static final String BACKEND = "disks";

  private static final String ATTACHMENT =
      "/v1/guests/" + GUEST + "/devices/" + DEVICE + "/attachment";

  private final ServiceClient okayd;

  DemoSetup(ServiceClient okayd) {
    this.okayd = okayd;
  }

  JsonNode createGuest() throws IOException {
    return put(
        "/v1/guests/" + GUEST,
        """
        {"platform": "xen", "devices": [{"name": "%s", "type": "blk", "backend": "%s"}]}"""
            .formatted(DEVICE, BACKEND));
  }

  JsonNode createBackend() throws IOException {
    return put("/v1/backends/" + BACKEND, "{}");
  }

  private JsonNode put(String path, String body) throws IOException {
    return okayd.send(
        "PUT", path, Map.of("Content-Type", "application/json"), BodyPublishers.ofString(body));
  }

  /** The slot of the device in the plan. */
  JsonNode slot() throws IOException {
    return get("/v1/guests/" + GUEST + "/plan").path("slots").path(0).path("slot");
  }

  DeviceTree tree() throws IOException {
    try (InputStream blob = okayd.get("/v1/guests/" + GUEST + "/device-tree")) {
      return FdtReader.read(blob.readAllBytes());
    }
  }

  JsonNode attachment() throws IOException {
    return get(ATTACHMENT);
  }

  JsonNode timeline() throws IOException {
    return get(ATTACHMENT + "/timeline");
  }

  /** Starts the drain of the backend. */
  JsonNode drain() throws IOException {
    return okayd.send(
        "POST", "/v1/backends/" + BACKEND + "/drain", Map.of(), BodyPublishers.noBody());
  }

  /** An operation at its end, or its state after the wait. */
  JsonNode operation(String id, int waitSeconds) throws IOException {
    return get("/v1/operations/" + id + "?wait=" + waitSeconds);
  }

  private JsonNode get(String path) throws IOException {
    return okayd.send("GET", path, Map.of(), BodyPublishers.noBody());
  }

  static NodePath node(JsonNode slot) {
    return NodePath.parse(slot.path("path").asText());
  }
}
