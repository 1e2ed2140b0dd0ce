package dev.okayd.agent;

import com.fasterxml.jackson.databind.JsonNode;

/** A request of the agent. */
record Request(String query, String authorization, String body) {
  JsonNode json() {
    return Json.parse(body);
  }
}
