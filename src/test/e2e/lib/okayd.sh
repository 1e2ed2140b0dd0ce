# shellcheck shell=bash
# okayd.sh: sourced by run.

# okayd: builds $REPOSITORY/target/quarkus-app, unless it is newer than its sources
okayd() {
	local jar=$REPOSITORY/target/quarkus-app/quarkus-run.jar
	if [ -e "$jar" ] && [ -z "$(find "$REPOSITORY"/{pom.xml,openapi.yaml,src/main/java,src/main/resources} -newer "$jar" -print -quit)" ]; then
		return
	fi
	say "okayd: building it, without its tests"
	quietly "$WORK/okayd.log" env -C "$REPOSITORY" ./mvnw -q -B package -DskipTests
}
