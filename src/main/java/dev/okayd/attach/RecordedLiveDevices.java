package dev.okayd.attach;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Live devices as attachments are recorded. */
@ApplicationScoped
class RecordedLiveDevices implements LiveDevices {
  private final AttachmentStore attachments;

  RecordedLiveDevices(AttachmentStore attachments) {
    this.attachments = attachments;
  }

  @Override
  public List<LiveDevice> of(Handle handle, String backend) {
    return attachments.liveOf(handle, backend).stream()
        .map(
            attachment ->
                new LiveDevice(
                    attachment.guest(),
                    attachment.device(),
                    attachment.phase(),
                    attachment.reason(),
                    attachment.message()))
        .toList();
  }

  @Override
  public int servedBy(Handle handle, String backend) {
    return attachments.countOf(handle, backend);
  }
}
