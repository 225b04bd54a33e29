FROM eclipse-temurin:25-jdk AS build
WORKDIR /src
COPY . .
RUN ./mvnw -pl main -am -DskipTests package

FROM eclipse-temurin:25-jre
RUN useradd --system --home-dir /app circle-ledger && install --directory --owner=circle-ledger /data
WORKDIR /app
COPY --from=build /src/main/target/app .
USER circle-ledger

# The stores are not in this image: DATABASE_* and REDIS_URL say where they are. The search index is in
# /data; without a volume it is built anew with each container.
#
# A container listens to all. Nobody logs in, so it does not start until OPEN_ACCESS=true is set: publish the port on a
# loopback address then, as in "docker run -e OPEN_ACCESS=true -p 127.0.0.1:8080:8080".
ENV LC_ALL=C.UTF-8 HTTP_HOST=0.0.0.0 HTTP_PORT=8080 DATA_DIR=/data
EXPOSE 8080

# bash and its /dev/tcp are in the base image, curl is not.
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s CMD ["bash", "-c", "\
    exec 3<>/dev/tcp/127.0.0.1/$HTTP_PORT && \
    printf 'GET /health/ready HTTP/1.1\\r\\nHost: localhost\\r\\nConnection: close\\r\\n\\r\\n' >&3 && \
    read -r _ status _ <&3 && [ \"$status\" = 200 ]"]

# JAVA_OPTS come last, so they win.
ENTRYPOINT ["sh", "-c", "exec java -XX:MaxRAMPercentage=75 -XX:+ExitOnOutOfMemoryError \
    --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
    $JAVA_OPTS -jar circle-ledger.jar \"$@\"", "circle-ledger"]
