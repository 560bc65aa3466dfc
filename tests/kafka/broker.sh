#!/usr/bin/env bash
# One Apache Kafka node (KRaft: broker and controller in one) on loopback, syncing every batch to disk.
#   broker.sh start DIR [PORT]    formats DIR if it is new, starts, waits until it serves; DIR/address names it
#   broker.sh fresh DIR           the same, without what DIR held before
#   broker.sh stop|kill DIR       in order | as a power switch for the process
#   broker.sh pause|resume DIR    SIGSTOP | SIGCONT
#   broker.sh cut DIR             all connections to it are reset, once
#   broker.sh restart DIR         starts again on the same data and port
#   broker.sh topics DIR ENVIRONMENT PARTITIONS LOG …   what these logs need, unless it is there
#   broker.sh publics DIR ENVIRONMENT PARTITIONS LOG …  where their published events go
#   broker.sh keyrings DIR ENVIRONMENT LOG …            the compacted topics of these contexts' wrapped keys
#   broker.sh tool DIR CLASS …    one of Kafka's own tools, such as org.apache.kafka.tools.TopicCommand
# KAFKA_VERSION chooses the release (scripts/setup.sh kafka fetches it), KAFKA_LIFETIME ends a forgotten
# broker (seconds). What the broker says is in DIR/broker.log.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
version=${KAFKA_VERSION:-4.1.0}
jars=$root/.deps/kafka/$version

die() { echo "broker: $*" >&2; exit 1; }
running() { [ -s "$dir/pid" ] && kill -0 "$(cat "$dir/pid")" 2>/dev/null; }

run_java() { java -Xmx128m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Dorg.slf4j.simpleLogger.defaultLogLevel=error -cp "$jars/*" "$@"; }

configure() {
  local client=$1 controller=$2
  cat >"$dir/server.properties" <<EOF
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:$controller
controller.listener.names=CONTROLLER
listeners=PLAINTEXT://127.0.0.1:$client,CONTROLLER://127.0.0.1:$controller
advertised.listeners=PLAINTEXT://127.0.0.1:$client
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
log.dirs=$dir/data
log.flush.interval.messages=1
auto.create.topics.enable=false
offsets.topic.replication.factor=1
offsets.topic.num.partitions=4
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
group.initial.rebalance.delay.ms=0
num.network.threads=2
num.io.threads=4
num.recovery.threads.per.data.dir=2
EOF
  run_java kafka.tools.StorageTool format -t AORAORAORAORAORAORAORA -c "$dir/server.properties" >"$dir/format.log" 2>&1 ||
    die "$(tail -n 3 "$dir/format.log")"
  echo "127.0.0.1:$client" >"$dir/address"
}

start() {
  [ -d "$jars" ] || die "Kafka $version is not here: scripts/setup.sh kafka"
  running && die "a broker runs in $dir"
  mkdir -p "$dir"
  if [ ! -s "$dir/server.properties" ]; then
    local first
    first=$("$root/scripts/free_ports.py" 2)
    configure "${1:-$first}" $((first + 1))
  fi
  : >"$dir/broker.log"
  # The process writes its own id, then becomes the broker; one that is forgotten ends by itself.
  CLASSPATH="$jars/*" setsid timeout -s KILL "${KAFKA_LIFETIME:-3600}" bash -c 'echo $BASHPID >"$0/pid"
    exec java -Xmx512m -Xms64m -XX:+UseSerialGC -Dorg.slf4j.simpleLogger.defaultLogLevel=warn \
      -Dorg.slf4j.simpleLogger.log.kafka.server.KafkaRaftServer=info kafka.Kafka "$0/server.properties"' \
    "$dir" >"$dir/broker.log" 2>&1 </dev/null &
  for _ in {1..600}; do
    grep -q 'Kafka Server started' "$dir/broker.log" && return
    sleep 0.1
    [ ! -s "$dir/pid" ] || running || die "it ended: $(tail -n 5 "$dir/broker.log")"
  done
  kill_now
  die "not ready within a minute: $(tail -n 5 "$dir/broker.log")"
}

gone() {
  for _ in {1..300}; do
    running || { rm -f "$dir/pid"; return 0; }
    sleep 0.1
  done
  return 1
}
kill_now() { if running; then kill -KILL "$(cat "$dir/pid")"; gone; fi; }
stop() {
  running || return 0
  kill -CONT "$(cat "$dir/pid")"
  kill -TERM "$(cat "$dir/pid")"
  gone || kill_now
}

connections() {  # whose they are; -K resets them
  ss --no-header "$@" state established "sport = :$(cut -d: -f2 "$dir/address")" 2>/dev/null | awk '{print $NF}'
}
cut_off() {
  local before
  before=$(connections -K)
  [ -n "$before" ] || die "nobody is connected"
  ! grep -qxF "$before" <(connections) || die "this machine lets nobody reset connections"
}

make_topics() { "$root/.venv/bin/python" "$root/tests/kafka/make_topics.py" "$(cat "$dir/address")"; }

topics() {
  local environment=$1 partitions=$2 log
  for log in "${@:3}"; do
    echo "$environment.$log.log.${TOPIC_VERSION:-v1} $partitions cleanup.policy=delete" \
      "retention.ms=-1 retention.bytes=-1 max.message.bytes=1048588"
  done | make_topics
}

publics() {
  local environment=$1 partitions=$2 log
  for log in "${@:3}"; do
    echo "$environment.$log.public.v1 $partitions cleanup.policy=delete retention.ms=-1 retention.bytes=-1"
  done | make_topics
}

keyrings() {
  local environment=$1 log
  for log in "${@:2}"; do echo "$environment.$log.keyring.v1 1 cleanup.policy=compact"; done | make_topics
}

[ $# -ge 2 ] || { sed -n '2,15s/^# \{0,1\}//p' "$0"; exit 2; }
mkdir -p "$2"
dir=$(cd "$2" && pwd)
case $1 in
  start) start "${3:-}" ;;
  fresh) kill_now; rm -rf "${dir:?}"/*; start ;;
  restart) start ;;
  stop) stop ;;
  kill) kill_now ;;
  pause) kill -STOP "$(cat "$dir/pid")" ;;
  resume) kill -CONT "$(cat "$dir/pid")" ;;
  cut) cut_off ;;
  topics) topics "${@:3}" ;;
  publics) publics "${@:3}" ;;
  keyrings) keyrings "${@:3}" ;;
  tool) run_java "$3" --bootstrap-server "$(cat "$dir/address")" "${@:4}" ;;
  *) die "unknown: $1" ;;
esac
