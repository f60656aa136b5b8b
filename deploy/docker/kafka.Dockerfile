# Apache Kafka, one KRaft node, from the jars that deploy/kafka/pom.xml names. The context is the project's folder.

FROM debian:bookworm-20250520-slim AS jars
RUN apt-get update -qq \
 && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends maven ca-certificates >/dev/null
COPY deploy/kafka/pom.xml /src/pom.xml
RUN mvn -q -B -ntp -f /src/pom.xml dependency:copy-dependencies -DincludeScope=runtime -DoutputDirectory=/opt/kafka/jars

FROM debian:bookworm-20250520-slim
# the package of Java wants to link manual pages, whose folder a slim image does not have
RUN mkdir -p /usr/share/man/man1 \
 && apt-get update -qq \
 && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends openjdk-17-jre-headless >/dev/null \
 && rm -rf /var/lib/apt/lists/* \
 && groupadd --gid 10001 kafka \
 && useradd --uid 10001 --gid kafka --home-dir /var/lib/kafka --shell /usr/sbin/nologin kafka \
 && install -d -m 0700 -o kafka -g kafka /var/lib/kafka
COPY --from=jars /opt/kafka/jars /opt/kafka/jars
COPY deploy/docker/kafka.sh deploy/docker/kafka.properties /opt/kafka/
USER kafka
WORKDIR /var/lib/kafka
CMD ["sh", "/opt/kafka/kafka.sh"]
