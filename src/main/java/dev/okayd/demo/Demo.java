package dev.okayd.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.okayd.client.ServiceClient;
import dev.okayd.fdt.DeviceTree;
import dev.okayd.fdt.NodePath;
import dev.okayd.fdt.dtb.FdtReader;
import dev.okayd.fdt.linux.prediction.Device;
import dev.okayd.fdt.linux.prediction.Prediction;
import java.io.IOException;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Demonstrates the lifecycle of one device; stops at the first unexpected result. */
final class Demo {
  /** Long enough to see that there is no command. */
  private static final int SHORT_WAIT = 1;

  private static final int LONG_WAIT = 20;

  private final ServiceClient okayd;
  private final DemoSetup setup;
  private final DemoOutput output;
  private final Clock clock;

  Demo(ServiceClient okayd, DemoOutput output, Clock clock) {
    this.okayd = okayd;
    this.setup = new DemoSetup(okayd);
    this.output = output;
    this.clock = clock;
  }

  void run() throws IOException {
    JsonNode guest = setup.createGuest();
    SimulatedBackend backend =
        new SimulatedBackend(
            DemoSetup.BACKEND, setup.createBackend().path("secret").asText(), okayd, clock);
    NodePath node = plan();
    SimulatedKernel kernel = boot(node);
    SimulatedAgent agent =
        new SimulatedAgent(
            DemoSetup.GUEST, guest.path("agentToken").asText(), kernel::uptimeMillis, okayd);
    hello(agent, guest.path("planDigest").asText());
    attach(agent, backend, kernel, node);
    JsonNode timeline = setup.timeline();
    detach(agent, kernel, node);
    new TimelineTable(output).show(timeline);
    output.line("");
    output.line("Every result was as expected.");
  }

  private NodePath plan() throws IOException {
    JsonNode slot = setup.slot();
    NodePath node = DemoSetup.node(slot);
    output.step(
        "plan",
        "guest %s on platform xen: device %s, a virtio-blk of backend %s",
        DemoSetup.GUEST,
        DemoSetup.DEVICE,
        DemoSetup.BACKEND);
    output.more(
        "slot %s: base %s, interrupt %s, node %s",
        slot.path("index").asText(),
        slot.path("base").asText(),
        slot.path("interrupt").path("intid").asText(),
        node);
    return node;
  }

  private SimulatedKernel boot(NodePath node) throws IOException {
    DeviceTree tree = setup.tree();
    SimulatedKernel kernel = new SimulatedKernel(tree);
    output.step("boot", "the guest boots the tree of its plan, where the node is disabled:");
    output.source(NodeText.of(tree, node));
    DemoFailedException.requireEqual("The node's status", "disabled", kernel.status(node));
    DemoFailedException.requireEqual("The node's device", "none", name(kernel.device(node)));
    output.more("devices of the kernel for this node: none");
    return kernel;
  }

  private void hello(SimulatedAgent agent, String planDigest) throws IOException {
    long session = agent.session();
    long uptimeMillis = agent.hello(session, planDigest);
    Optional<JsonNode> command = agent.nextCommand(SHORT_WAIT);
    output.step(
        "hello",
        "the agent sends HELLO, session %d, uptime %d ms; the backend has reported nothing yet",
        session,
        uptimeMillis);
    expectPhase("Waiting");
    DemoFailedException.requireEqual(
        "The answer to the agent", "nothing", command.isPresent() ? "a command" : "nothing");
    output.more("commands for the agent within %d s: none", SHORT_WAIT);
  }

  private void attach(
      SimulatedAgent agent, SimulatedBackend backend, SimulatedKernel kernel, NodePath node)
      throws IOException {
    send(backend, "ready");
    JsonNode command = command(agent, "apply");
    byte[] overlay = Base64.getDecoder().decode(command.path("overlay").asText());
    output.more("overlay, %d bytes:", overlay.length);
    output.source(NodeText.of(FdtReader.read(overlay)));
    go(agent, command);
    Prediction verdict = kernel.apply(overlay);
    output.step(
        "apply",
        "the kernel answers %s; created devices: %s",
        verdict.errno(),
        names(verdict.created()));
    DemoFailedException.requireEqual("The kernel's answer", "0", verdict.errno().toString());
    DemoFailedException.requireEqual(
        "The created device", name(kernel.device(node)), names(verdict.created()));
    report(agent, command, "applied", kernel.proof(node));
    expectPhase("Bound");
  }

  private void detach(SimulatedAgent agent, SimulatedKernel kernel, NodePath node)
      throws IOException {
    JsonNode drain = setup.drain();
    output.step("drain", "before the backend stops: POST /v1/backends/%s/drain", DemoSetup.BACKEND);
    expectOperation("running", drain);
    JsonNode command = command(agent, "remove");
    go(agent, command);
    Prediction verdict = kernel.remove();
    output.step(
        "remove",
        "the kernel answers %s; destroyed devices: %s",
        verdict.errno(),
        names(verdict.destroyed()));
    DemoFailedException.requireEqual("The kernel's answer", "0", verdict.errno().toString());
    DemoFailedException.requireEqual("The remaining device", "none", name(kernel.device(node)));
    report(agent, command, "removed", kernel.proof(node));
    expectPhase("Detached");
    String operation = drain.path("id").asText();
    output.step("drained", "GET /v1/operations/%s", operation);
    expectOperation("drained", setup.operation(operation, LONG_WAIT));
  }

  private void expectOperation(String state, JsonNode operation) {
    DemoFailedException.requireEqual("The drain", state, operation.path("state").asText());
    output.more("%s: %s", state, operation.path("message").asText());
  }

  private void send(SimulatedBackend backend, String what) throws IOException {
    String effect = backend.send(what);
    DemoFailedException.requireEqual("The effect of the event", "recorded", effect);
    output.step(what, "the backend reports %s in a signed event; effect: %s", what, effect);
  }

  private JsonNode command(SimulatedAgent agent, String type) throws IOException {
    JsonNode command =
        agent
            .nextCommand(LONG_WAIT)
            .orElseThrow(
                () -> new DemoFailedException("No command came within " + LONG_WAIT + " s"));
    DemoFailedException.requireEqual("The command", type, command.path("type").asText());
    output.step(
        "command", "%s, %s %s", command.path("id").asText(), type, command.path("path").asText());
    return command;
  }

  private void go(SimulatedAgent agent, JsonNode command) throws IOException {
    JsonNode answer = agent.go(command.path("id").asText());
    DemoFailedException.requireEqual(
        "The command with go", command.path("id").asText(), answer.path("go").asText("nothing"));
    output.step(
        "go",
        "the agent asks for go right before it runs the command: go, for %d s",
        answer.path("goSeconds").asInt());
  }

  private void report(SimulatedAgent agent, JsonNode command, String result, ObjectNode proof)
      throws IOException {
    long uptimeMillis = agent.report(command.path("id").asText(), result, proof);
    output.step("report", "%s, uptime %d ms, with this proof:", result, uptimeMillis);
    output.more(
        "%s",
        proof.properties().stream()
            .map(fact -> fact.getKey() + " " + fact.getValue().asText())
            .collect(Collectors.joining(", ")));
  }

  private void expectPhase(String phase) throws IOException {
    JsonNode attachment = setup.attachment();
    DemoFailedException.requireEqual("The phase", phase, attachment.path("phase").asText());
    output.more(
        "%s (%s): %s",
        phase, attachment.path("reason").asText(), attachment.path("message").asText());
  }

  private static String name(Optional<Device> device) {
    return device.map(Device::name).orElse("none");
  }

  private static String names(List<Device> devices) {
    return devices.isEmpty()
        ? "none"
        : devices.stream().map(Device::name).collect(Collectors.joining(", "));
  }
}
