package dev.okayd.cli.service;

import dev.okayd.client.ServiceClient;
import java.net.URI;
import picocli.CommandLine.Option;

/** The running okayd that a command calls. */
final class ServiceOption {
  @Option(
      names = "--url",
      paramLabel = "URL",
      defaultValue = "http://127.0.0.1:8080",
      description = "The URL of okayd (default: ${DEFAULT-VALUE})")
  private URI url = URI.create("http://127.0.0.1:8080");

  ServiceClient client() {
    return new ServiceClient(url);
  }
}
