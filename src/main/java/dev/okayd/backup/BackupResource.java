package dev.okayd.backup;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;

/** {@code /v1/backup} and {@code /v1/restore}. */
@Path("/v1")
public class BackupResource {
  private static final String GZIP = "application/gzip";

  private final Backup backup;
  private final Restore restore;

  BackupResource(Backup backup, Restore restore) {
    this.backup = backup;
    this.restore = restore;
  }

  /** The whole state as one file. */
  @GET
  @Path("backup")
  @Produces(GZIP)
  public InputStream backup() throws IOException {
    return backup.open();
  }

  /** Replaces the whole state with a backup. */
  @POST
  @Path("restore")
  @Consumes(GZIP)
  @Produces(MediaType.APPLICATION_JSON)
  public Restore.Restored restore(InputStream body) throws IOException {
    return restore.from(body);
  }
}
