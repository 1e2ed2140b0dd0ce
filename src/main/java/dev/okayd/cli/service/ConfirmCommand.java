package dev.okayd.cli.service;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.okayd.cli.file.InputFile;
import dev.okayd.cli.file.RefusalPrinter;
import dev.okayd.client.ServiceClient;
import dev.okayd.digest.Sha256;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code confirm GUEST DEVICE FILE [--url URL]}. */
@Command(
    name = "confirm",
    description = {
      "Submits the output of okayd-agent after a person applied or removed an overlay in a guest",
      "whose channels are [manual]. Exit code 0: the device is Bound or Detached; 1: it is not, or",
      "okayd refused the confirmation. Repeated submissions of the same output have no further effect."
    })
public final class ConfirmCommand implements Callable<Integer> {
  private static final Set<String> GOOD = Set.of("Bound", "Detached");
  private static final ObjectMapper MAPPER =
      new ObjectMapper()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  @Spec private CommandSpec command = CommandSpec.create();

  @Mixin private ServiceOption service = new ServiceOption();

  @Parameters(index = "0", paramLabel = "GUEST", description = "The guest's name")
  private String guest = "";

  @Parameters(index = "1", paramLabel = "DEVICE", description = "The device's name")
  private String device = "";

  @Parameters(
      index = "2",
      paramLabel = "FILE",
      description = "The output of okayd-agent, or a confirmation as JSON; - is standard input")
  private String file = "";

  @Override
  public Integer call() throws IOException {
    String body = InputFile.read(file, ConfirmCommand::confirmation).toString();
    String path = "/v1/guests/%s/devices/%s/attachment".formatted(inPath(guest), inPath(device));
    ServiceClient okayd = service.client();
    okayd.send(
        "POST",
        path + "/confirmation",
        Map.of("Content-Type", "application/json", "Idempotency-Key", key(path, body)),
        BodyPublishers.ofString(body));
    // the answer to a repeated confirmation shows the state at its first submission
    JsonNode attachment = okayd.send("GET", path, Map.of(), BodyPublishers.noBody());
    print(attachment);
    return GOOD.contains(attachment.path("phase").asText()) ? ExitCode.OK : RefusalPrinter.REFUSED;
  }

  private static JsonNode confirmation(byte[] bytes) throws IOException {
    String text = new String(bytes, StandardCharsets.UTF_8);
    return text.stripLeading().startsWith("{")
        ? MAPPER.readTree(text)
        : ConfirmationText.read(text);
  }

  private void print(JsonNode attachment) {
    PrintWriter out = command.commandLine().getOut();
    out.printf(
        "%s (%s): %s%n",
        attachment.path("phase").asText(),
        attachment.path("reason").asText(),
        attachment.path("message").asText());
    out.flush();
  }

  private static String inPath(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8);
  }

  /** Gives the same confirmation of the same device the same key, so that okayd accepts it once. */
  private static String key(String path, String body) {
    byte[] digest = Sha256.sha256((path + "\n" + body).getBytes(StandardCharsets.UTF_8));
    return "confirm-" + HexFormat.of().formatHex(digest);
  }
}
