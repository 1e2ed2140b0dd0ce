# Build: docker build -t okayd .        Run: docker run -p 127.0.0.1:8080:8080 -v okayd:/data okayd
FROM maven:3.9-eclipse-temurin-25 AS build
WORKDIR /build
COPY .mvn .mvn
COPY pom.xml ./
# A layer of its own: a change of the sources does not download the dependencies again
RUN mvn -B -q dependency:go-offline
COPY openapi.yaml ./
COPY src/main src/main
RUN mvn -B -q package -DskipTests

FROM eclipse-temurin:25-jre
# Dependencies change least often, so they are the lower layers
COPY --from=build /build/target/quarkus-app/lib/ /okayd/lib/
COPY --from=build /build/target/quarkus-app/quarkus/ /okayd/quarkus/
COPY --from=build /build/target/quarkus-app/*.jar /okayd/
COPY --from=build /build/target/quarkus-app/app/ /okayd/app/
RUN mkdir /data && chown 10001:10001 /data
USER 10001:10001
VOLUME /data
EXPOSE 8080
# Inside a container, 0.0.0.0 is only the container's network. okayd does not authenticate orchestrators: publish the port to loopback, as above
ENV QUARKUS_HTTP_HOST=0.0.0.0 \
    OKAYD_STORE_DIRECTORY=/data
ENTRYPOINT ["java", "-jar", "/okayd/quarkus-run.jar"]
