package dev.okayd.agent.guest;

import com.fasterxml.jackson.databind.JsonNode;

/** A request of the agent. */
public record Request(String query, String authorization, String body) {
  public JsonNode json() {
    return Json.parse(body);
  }
}
