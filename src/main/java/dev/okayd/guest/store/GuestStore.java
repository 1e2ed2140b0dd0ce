package dev.okayd.guest.store;

import dev.okayd.guest.Guest;
import dev.okayd.plan.GuestPlan;
import dev.okayd.plan.Plan;
import dev.okayd.plan.spec.GuestSpec;
import dev.okayd.store.EpochMicros;
import dev.okayd.store.json.DocumentCache;
import dev.okayd.store.json.StoredJson;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jdbi.v3.core.Handle;

/** The table {@code guest}, joined with the boot of each guest. */
@ApplicationScoped
public class GuestStore {
  private static final String SELECT =
      """
      SELECT guest.name, guest.spec, guest.plan, guest.planned_at, guest.version,
             %s
      FROM guest LEFT JOIN boot ON boot.guest = guest.name
      """
          .formatted(BootStore.COLUMNS);

  private final StoredJson json;
  private final DocumentCache<GuestSpec> specs;
  private final DocumentCache<Plan> plans;
  private final BootStore boots;

  public GuestStore(StoredJson json, BootStore boots) {
    this.json = json;
    this.specs = new DocumentCache<>(json, GuestSpec.class);
    this.plans = new DocumentCache<>(json, Plan.class);
    this.boots = boots;
  }

  /** The name and the spec of a guest. */
  public record NamedSpec(String name, GuestSpec spec) {}

  /** Guests after a name, sorted by name. */
  public List<Guest> after(Handle handle, String name, int limit) {
    return handle
        .createQuery(SELECT + "WHERE guest.name > :name ORDER BY guest.name LIMIT :limit")
        .bind("name", name)
        .bind("limit", limit)
        .map((row, context) -> guest(row))
        .list();
  }

  /** The guests with these names, sorted by name. */
  public List<Guest> named(Handle handle, List<String> names) {
    if (names.isEmpty()) {
      return List.of();
    }
    return handle
        .createQuery(SELECT + "WHERE guest.name IN (<names>) ORDER BY guest.name")
        .bindList("names", names)
        .map((row, context) -> guest(row))
        .list();
  }

  /** The specs of guests after a name, sorted by name. */
  public List<NamedSpec> specsAfter(Handle handle, String name, int limit) {
    return handle
        .createQuery("SELECT name, spec FROM guest WHERE name > :name ORDER BY name LIMIT :limit")
        .bind("name", name)
        .bind("limit", limit)
        .map(
            (row, context) ->
                new NamedSpec(row.getString("name"), specs.read(row.getString("spec"))))
        .list();
  }

  /** The plans of all guests. */
  public List<GuestPlan> plans(Handle handle) {
    return handle
        .createQuery("SELECT name, plan FROM guest ORDER BY name")
        .map(
            (row, context) ->
                new GuestPlan(row.getString("name"), plans.read(row.getString("plan"))))
        .list();
  }

  /**
   * The plans that contain a backend's name. The name can also belong to something else in the
   * plan.
   */
  List<GuestPlan> plansNaming(Handle handle, String backend) {
    return handle
        .createQuery("SELECT name, plan FROM guest WHERE plan LIKE :naming ORDER BY name")
        .bind("naming", "%\"" + backend + "\"%")
        .map(
            (row, context) ->
                new GuestPlan(row.getString("name"), plans.read(row.getString("plan"))))
        .list();
  }

  /** The guest with a name. */
  public Optional<Guest> find(Handle handle, String name) {
    return handle
        .createQuery(SELECT + "WHERE guest.name = :name")
        .bind("name", name)
        .map((row, context) -> guest(row))
        .findOne();
  }

  /** The names of all guests. */
  public List<String> names(Handle handle) {
    return handle.createQuery("SELECT name FROM guest").mapTo(String.class).list();
  }

  /** The names of guests whose spec satisfies a condition. */
  public List<String> names(Handle handle, Predicate<GuestSpec> condition) {
    return handle
        .createQuery("SELECT name, spec FROM guest")
        .map(
            (row, context) ->
                new NamedSpec(row.getString("name"), specs.read(row.getString("spec"))))
        .stream()
        .filter(guest -> condition.test(guest.spec()))
        .map(NamedSpec::name)
        .toList();
  }

  public void insert(Handle handle, Guest guest, String tokenDigest) {
    handle
        .createUpdate(
            """
            INSERT INTO guest (name, spec, plan, planned_at, token_sha256, version)
            VALUES (:name, :spec, :plan, :plannedAt, :token, :version)
            """)
        .bind("name", guest.name())
        .bind("spec", json.write(guest.spec()))
        .bind("plan", json.write(guest.plan()))
        .bind("plannedAt", EpochMicros.micros(guest.plannedAt()))
        .bind("token", tokenDigest)
        .bind("version", guest.version())
        .execute();
  }

  public void update(Handle handle, Guest guest) {
    handle
        .createUpdate(
            """
            UPDATE guest SET spec = :spec, plan = :plan, planned_at = :plannedAt, version = :version
            WHERE name = :name
            """)
        .bind("name", guest.name())
        .bind("version", guest.version())
        .bind("spec", json.write(guest.spec()))
        .bind("plan", json.write(guest.plan()))
        .bind("plannedAt", EpochMicros.micros(guest.plannedAt()))
        .execute();
  }

  public void putBaseTree(Handle handle, String guest, byte[] blob) {
    handle
        .createUpdate("UPDATE guest SET base_tree = :blob WHERE name = :name")
        .bind("name", guest)
        .bind("blob", blob)
        .execute();
  }

  public Optional<byte[]> baseTree(Handle handle, String guest) {
    return handle
        .createQuery("SELECT base_tree FROM guest WHERE name = :name AND base_tree IS NOT NULL")
        .bind("name", guest)
        .mapTo(byte[].class)
        .findOne();
  }

  public void putToken(Handle handle, String guest, String tokenDigest) {
    handle
        .createUpdate("UPDATE guest SET token_sha256 = :token WHERE name = :name")
        .bind("name", guest)
        .bind("token", tokenDigest)
        .execute();
  }

  public Optional<String> tokenDigest(Handle handle, String guest) {
    return handle
        .createQuery("SELECT token_sha256 FROM guest WHERE name = :name")
        .bind("name", guest)
        .mapTo(String.class)
        .findOne();
  }

  public void delete(Handle handle, String guest) {
    handle.createUpdate("DELETE FROM guest WHERE name = :name").bind("name", guest).execute();
  }

  private Guest guest(ResultSet row) throws SQLException {
    return new Guest(
        row.getString("name"),
        specs.read(row.getString("spec")),
        plans.read(row.getString("plan")),
        EpochMicros.instant(row.getLong("planned_at")),
        boots.boot(row),
        row.getLong("version"));
  }
}
