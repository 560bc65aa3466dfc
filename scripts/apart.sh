# Sourced: Apache Kafka and the services as processes of their own on this machine. Whoever sources it
# says where they live (DIR), how many PARTITIONS a topic has, and how it ends (die).
mapfile -t SERVICES <services/contexts
readonly SERVICES
declare -A ADDRESS=() PROCESS=()

peers_of() {  # of one service, or of nobody: then all
  local other list=
  for other in "${SERVICES[@]}"; do [ "$other" = "$1" ] || list+=,$other=${ADDRESS[$other]}; done
  printf '%s' "${list#,}"
}

start_broker() {
  tests/kafka/broker.sh stop "$DIR/broker"
  tests/kafka/broker.sh start "$DIR/broker"
  tests/kafka/broker.sh topics "$DIR/broker" development "$PARTITIONS" "${SERVICES[@]}"
  tests/kafka/broker.sh publics "$DIR/broker" development "$PARTITIONS" "${SERVICES[@]}"
  tests/kafka/broker.sh keyrings "$DIR/broker" development "${SERVICES[@]}"
}

start_service() {
  build/bin/"$1" --data_directory="$DIR/$1" --listen="${ADDRESS[$1]}" --metrics=off --log=kafka \
    --kafka_brokers="$(cat "$DIR/broker/address")" --kafka_partitions="$PARTITIONS" \
    --kafka_keyring="development.$1.keyring.v1" \
    --peers="$(peers_of "$1")" --issuer_key_file="$DIR/issuer-key.pem" \
    --development_clock=2026-09-28T06:00:00Z --log_level=warning >>"$DIR/$1.log" 2>&1 &
  PROCESS[$1]=$!
}

await() {
  local _
  for _ in {1..300}; do
    kill -0 "${PROCESS[$1]}" 2>/dev/null || die "$1 did not start: $(tail -n 1 "$DIR/$1.log")"
    if AOR_SERVER=${ADDRESS[$1]} AOR_PEERS='' AOR_ISSUER_KEY=$DIR/issuer-key.pem build/bin/aorctl clock \
      --as=office:administrator --tenant=alpina --timeout=1s >/dev/null 2>&1; then return; fi
    sleep 0.1
  done
  die "$1 does not answer: $(tail -n 1 "$DIR/$1.log")"
}

# On these addresses, in the order of SERVICES; sets what aorctl needs to find them.
start_apart() {
  local service
  for service in "${SERVICES[@]}"; do ADDRESS[$service]=$1 && shift; done
  mkdir -p "$DIR"
  start_broker
  start_service directory  # makes the issuer's key that all of them share
  await directory
  for service in "${SERVICES[@]:1}"; do start_service "$service"; done
  for service in "${SERVICES[@]:1}"; do await "$service"; done
  AOR_PEERS=$(peers_of nobody)
  export AOR_PEERS AOR_SERVER=${ADDRESS[directory]} AOR_ISSUER_KEY=$DIR/issuer-key.pem
}

stop_services() {
  [ ${#PROCESS[@]} = 0 ] || kill "${PROCESS[@]}" 2>/dev/null || true
  [ ${#PROCESS[@]} = 0 ] || wait "${PROCESS[@]}" 2>/dev/null || true
  PROCESS=()
}

stop_apart() {
  stop_services
  [ ! -d "$DIR/broker" ] || tests/kafka/broker.sh stop "$DIR/broker"
}
