package dev.okayd.channel;

import dev.okayd.plan.spec.GuestChannel;
import dev.okayd.testing.AgentChannel;
import dev.okayd.testing.Contract;
import dev.okayd.testing.Fixtures.TestGuest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.concurrent.CompletableFuture;

@QuarkusTest
class HttpChannelTest extends ChannelKit {
  private static final int LONGEST = 4 * 1024 * 1024;

  @Override
  protected GuestChannel channel() {
    return GuestChannel.HTTP;
  }

  @Override
  protected int longest() {
    return LONGEST;
  }

  @Override
  protected AgentChannel open(TestGuest guest) {
    return new AgentChannel() {
      @Override
      public AgentAnswer ask(String path, String body) {
        String url = "/v1/guests/" + guest.name() + "/agent/" + path;
        RequestSpecification request =
            Contract.badRequest().header("Authorization", "Bearer " + guest.agent().token());
        Response answer =
            path.startsWith("commands")
                ? request.get(url)
                : request.contentType("application/json").body(body).post(url);
        return new AgentAnswer(answer.statusCode(), answer.body().asString());
      }

      @Override
      public void send(String path, String body) {
        var unused = CompletableFuture.runAsync(() -> ask(path, body));
      }

      @Override
      public void close() {
        // each request has its own connection
      }
    };
  }
}
