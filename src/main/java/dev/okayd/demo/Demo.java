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

/** The way of one device. It ends where something is not as it should be. */
final class Demo {
  /** Long enough to see that nothing comes. */
  private static final int SHORT_WAIT = 1;

  private static final int LONG_WAIT = 20;

  private final ServiceClient okayd;
  private final DemoSetup setting;
  private final DemoOutput story;
  private final Clock clock;

  Demo(ServiceClient okayd, DemoOutput story, Clock clock) {
    this.okayd = okayd;
    this.setting = new DemoSetup(okayd);
    this.story = story;
    this.clock = clock;
  }

  void run() throws IOException {
    JsonNode guest = setting.makeGuest();
    SimulatedBackend backend =
        new SimulatedBackend(
            DemoSetup.BACKEND, setting.makeBackend().path("secret").asText(), okayd, clock);
    NodePath node = plan();
    SimulatedKernel kernel = boot(node);
    SimulatedAgent agent =
        new SimulatedAgent(
            DemoSetup.GUEST, guest.path("agentToken").asText(), kernel::uptimeMillis, okayd);
    hello(agent, guest.path("planDigest").asText());
    attach(agent, backend, kernel, node);
    JsonNode timeline = setting.timeline();
    detach(agent, kernel, node);
    new TimelineTable(story).show(timeline);
    story.line("");
    story.line("All was as it should be.");
  }

  private NodePath plan() throws IOException {
    JsonNode slot = setting.slot();
    NodePath node = DemoSetup.node(slot);
    story.step(
        "plan",
        "guest %s on platform xen: device %s, a virtio-blk of backend %s",
        DemoSetup.GUEST,
        DemoSetup.DEVICE,
        DemoSetup.BACKEND);
    story.more(
        "slot %s: base %s, interrupt %s, node %s",
        slot.path("index").asText(),
        slot.path("base").asText(),
        slot.path("interrupt").path("intid").asText(),
        node);
    return node;
  }

  private SimulatedKernel boot(NodePath node) throws IOException {
    DeviceTree tree = setting.tree();
    SimulatedKernel kernel = new SimulatedKernel(tree);
    story.step("boot", "the guest boots the tree of its plan, in which the node is disabled:");
    story.source(NodeText.of(tree, node));
    DemoFailedException.unlessSame("The node's status", "disabled", kernel.status(node));
    DemoFailedException.unlessSame("The node's device", "none", name(kernel.device(node)));
    story.more("devices of the kernel for this node: none");
    return kernel;
  }

  private void hello(SimulatedAgent agent, String planDigest) throws IOException {
    long session = agent.session();
    long uptimeMillis = agent.hello(session, planDigest);
    Optional<JsonNode> command = agent.nextCommand(SHORT_WAIT);
    story.step(
        "hello",
        "the agent says HELLO, session %d, uptime %d ms; the backend has said nothing yet",
        session,
        uptimeMillis);
    is("Waiting");
    DemoFailedException.unlessSame(
        "What is sent", "nothing", command.isPresent() ? "a command" : "nothing");
    story.more("commands for the agent within %d s: none", SHORT_WAIT);
  }

  private void attach(
      SimulatedAgent agent, SimulatedBackend backend, SimulatedKernel kernel, NodePath node)
      throws IOException {
    says(backend, "ready");
    JsonNode command = command(agent, "apply");
    byte[] overlay = Base64.getDecoder().decode(command.path("overlay").asText());
    story.more("overlay, %d bytes:", overlay.length);
    story.source(NodeText.of(FdtReader.read(overlay)));
    go(agent, command);
    Prediction verdict = kernel.apply(overlay);
    story.step(
        "apply",
        "the kernel answers %s; devices that came: %s",
        verdict.errno(),
        names(verdict.created()));
    DemoFailedException.unlessSame("The kernel's answer", "0", verdict.errno().toString());
    DemoFailedException.unlessSame(
        "What came", name(kernel.device(node)), names(verdict.created()));
    report(agent, command, "applied", kernel.proof(node));
    is("Bound");
  }

  private void detach(SimulatedAgent agent, SimulatedKernel kernel, NodePath node)
      throws IOException {
    JsonNode drain = setting.drain();
    story.step("drain", "the backend is to stop: POST /v1/backends/%s/drain", DemoSetup.BACKEND);
    operationIs("running", drain);
    JsonNode command = command(agent, "remove");
    go(agent, command);
    Prediction verdict = kernel.remove();
    story.step(
        "remove",
        "the kernel answers %s; devices that went: %s",
        verdict.errno(),
        names(verdict.destroyed()));
    DemoFailedException.unlessSame("The kernel's answer", "0", verdict.errno().toString());
    DemoFailedException.unlessSame("What is left", "none", name(kernel.device(node)));
    report(agent, command, "removed", kernel.proof(node));
    is("Detached");
    String operation = drain.path("id").asText();
    story.step("drained", "GET /v1/operations/%s", operation);
    operationIs("drained", setting.operation(operation, LONG_WAIT));
  }

  private void operationIs(String state, JsonNode operation) {
    DemoFailedException.unlessSame("The drain", state, operation.path("state").asText());
    story.more("%s: %s", state, operation.path("message").asText());
  }

  private void says(SimulatedBackend backend, String what) throws IOException {
    String effect = backend.says(what);
    DemoFailedException.unlessSame("The effect of the event", "recorded", effect);
    story.step(
        what, "the backend says %s in a signed event; what okayd made of it: %s", what, effect);
  }

  private JsonNode command(SimulatedAgent agent, String type) throws IOException {
    JsonNode command =
        agent
            .nextCommand(LONG_WAIT)
            .orElseThrow(
                () -> new DemoFailedException("No command came within " + LONG_WAIT + " s"));
    DemoFailedException.unlessSame("The command", type, command.path("type").asText());
    story.step(
        "command", "%s, %s %s", command.path("id").asText(), type, command.path("path").asText());
    return command;
  }

  private void go(SimulatedAgent agent, JsonNode command) throws IOException {
    JsonNode answer = agent.go(command.path("id").asText());
    DemoFailedException.unlessSame(
        "What is go", command.path("id").asText(), answer.path("go").asText("nothing"));
    story.step(
        "go",
        "go or no-go, asked right before it is carried out: go, for %d s",
        answer.path("goSeconds").asInt());
  }

  private void report(SimulatedAgent agent, JsonNode command, String result, ObjectNode proof)
      throws IOException {
    long uptimeMillis = agent.report(command.path("id").asText(), result, proof);
    story.step("report", "%s, uptime %d ms, with what the guest shows:", result, uptimeMillis);
    story.more(
        "%s",
        proof.properties().stream()
            .map(fact -> fact.getKey() + " " + fact.getValue().asText())
            .collect(Collectors.joining(", ")));
  }

  private void is(String phase) throws IOException {
    JsonNode attachment = setting.attachment();
    DemoFailedException.unlessSame("The phase", phase, attachment.path("phase").asText());
    story.more(
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
