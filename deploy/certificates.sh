#!/usr/bin/env bash
# The certificates by which broker and services know each other in compose.tls.yaml: one authority, one certificate for each.
#   deploy/certificates.sh [DIR]      into deploy/tls, which only its owner may enter; again: all of them anew
set -euo pipefail
cd "$(dirname "$0")/.."
dir=$(realpath -m "${1:-deploy/tls}")
mapfile -t contexts <services/contexts
mkdir -p "$dir"
chmod 700 "$dir"
cd "$dir"

certify() {  # name, its other names
  openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "$1.key" -out "$1.csr" -subj "/CN=$1" 2>/dev/null
  openssl x509 -req -in "$1.csr" -CA ca.crt -CAkey ca.key -CAcreateserial -days 365 -extfile <(echo "$2") -out "$1.crt" 2>/dev/null
  cat "$1.key" "$1.crt" >"$1.pem"
  rm "$1.csr"
}

openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 3650 -keyout ca.key -out ca.crt -subj /CN=aor-compose 2>/dev/null
certify kafka 'subjectAltName=DNS:kafka,DNS:localhost,IP:127.0.0.1'
for name in operator "${contexts[@]}"; do certify "$name" "subjectAltName=DNS:$name"; done
rm ca.key ca.srl  # nobody signs anything else
cat >operator.properties <<END
security.protocol=SSL
ssl.keystore.type=PEM
ssl.keystore.location=/etc/kafka/tls/operator.pem
ssl.truststore.type=PEM
ssl.truststore.location=/etc/kafka/tls/ca.crt
END
# Users of containers read them, each those that are mounted there; on this machine the folder is closed.
chmod 644 ./*
echo "certificates: $dir"
