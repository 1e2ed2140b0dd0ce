package dev.okayd.guest.api;

import dev.okayd.testing.OnPostgresql;
import dev.okayd.testing.Thorough;
import dev.okayd.testing.tool.PostgresqlServer;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.extension.ExtendWith;

@Thorough.Only
@QuarkusTest
@TestProfile(OnPostgresql.class)
@ExtendWith(PostgresqlServer.Condition.class)
class GuestResourceOnPostgresqlTest extends GuestResourceTest {}
