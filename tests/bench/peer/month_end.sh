#!/usr/bin/env bash
# The same month end as plain set-based SQL in a PostgreSQL 15 of its own: prints "SECONDS
# APPROVING", the first without the second; nothing where it is not installed (apt-get install postgresql-15).
#   tests/bench/peer/month_end.sh WORKERS [RUNS]
set -euo pipefail
cd "$(dirname "$0")"
workers=$1 runs=${2:-3} bin=/usr/lib/postgresql/15/bin
[ -x "$bin/postgres" ] || exit 0
work=$(mktemp -d "${TMPDIR:-/tmp}/aor-peer.XXXXXX")
port=$(../../../scripts/free_ports.py)
postgres() { # it refuses to be root
  if [ "$(id -u)" = 0 ]; then su postgres -s /bin/bash -c "$*"; else bash -c "$*"; fi
}
finish() {
  postgres "$bin/pg_ctl -D $work/data -m immediate stop" >/dev/null 2>&1 || true
  rm -rf "$work"
}
trap finish EXIT
chmod 755 "$work"
mkdir "$work/data"
[ "$(id -u)" != 0 ] || chown postgres "$work/data"
postgres "$bin/initdb -D $work/data -U postgres --auth=trust --encoding=UTF8 --locale=C.UTF-8" >/dev/null
cat >>"$work/data/postgresql.conf" <<C
listen_addresses='127.0.0.1'
port=$port
unix_socket_directories=''
shared_buffers=1GB
max_wal_size=4GB
C
postgres "$bin/pg_ctl -D $work/data -l $work/data/log -w start" >/dev/null
sql() { psql -h 127.0.0.1 -p "$port" -U postgres -q -v ON_ERROR_STOP=1 -d postgres "$@" 2>&1; }
for _ in $(seq "$runs"); do
  sql -v workers="$workers" -v clients=$(((workers + 19) / 20)) -f month_schema.sql >/dev/null
  sql -c checkpoint >/dev/null
  sql -At -f month.sql | awk '/^STEP/ {step = $2} /^Time:/ {if (step == "approve") a += $2; else t += $2}
    END {printf "%.3f %.3f\n", t / 1000, a / 1000}'
done | sort -n | awk '{line[NR] = $0} END {print line[int((NR + 1) / 2)]}'
