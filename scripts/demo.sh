#!/usr/bin/env bash
# October 2026 of a small agency, lived through the public gRPC API with aorctl, and the proof at
# the end. What it did stays in build/demo until the next time. Input and numbers: examples/alpina.
#   scripts/demo.sh [embedded|kafka]    in one process, or a broker and a process for each service
set -euo pipefail
cd "$(dirname "$0")/.."

export PATH=$PWD/.venv/bin:$PATH  # python itself, not what chooses one at each call
readonly ALPINA=examples/alpina OUT=build/demo
readonly CHECKS=$OUT/checks.txt
export PYTHONDONTWRITEBYTECODE=1 AORCTL=build/bin/aorctl DEMO_OUT=$OUT DEMO_CHECKS=$CHECKS AOR_TENANT=alpina
export AOR_AS=office:consultant,finance,administrator,auditor
readonly LOG=${1:-embedded} DIR=$PWD/$OUT/data PARTITIONS=1
SUITE='' CALCULATION='' PRINTING='' ENDED=no

# ---- words on the screen ----
begun=${EPOCHREALTIME/[.,]/}
seconds() { local us=$((${EPOCHREALTIME/[.,]/} - begun)); printf '%d.%d' $((us / 1000000)) $((us / 100000 % 10)); }
title() { printf '\n\e[1m%s\e[0m\n' "$1"; }
step() { printf '%5s s  %s\n' "$(seconds)" "$*"; }
die() { printf 'demo: %s\n' "$*" >&2; exit 1; }

# ---- checks: counted in one file, also by the screens ----
check() {  # what, expected, what came
  if [ "$2" = "$3" ]; then echo "ok $1" >>"$CHECKS"; printf '       ✓ %s: %s\n' "$1" "$3"
  else echo "FAILED $1" >>"$CHECKS"; printf '       ✗ %s: expected %s, came %s\n' "$1" "$2" "$3"; fi
}
holds() {  # what, then a command that must succeed
  local what=$1; shift
  if "$@" >>"$OUT/commands.log" 2>&1; then
    echo "ok $what" >>"$CHECKS"
    printf '       ✓ %s\n' "$what"
  else check "$what" "success" "failure, see $OUT/commands.log"; fi
}
refused() {  # what, the rule's name, then a command that must be refused by it
  local what=$1 rule=$2 said=; shift 2
  if said=$("$@" 2>&1); then said="accepted"; fi
  if [[ $said == *"$rule"* ]]; then
    echo "ok $what" >>"$CHECKS"
    printf '       ✓ %s is refused: %s\n' "$what" "$rule"
    fold -s -w 90 <<<"${said#*: }" | sed 's/^/         /'
  else check "$what is refused" "$rule" "${said%%$'\n'*}"; fi
}

# ---- the suite and its command line ----
aor() { "$AORCTL" "$@"; }
as() { AOR_AS=$1 "$AORCTL" "${@:2}"; }
settle() { aor wait-for --timeout=30s >/dev/null; }
# One value of an answer, by a path such as draft.slip.net: amounts as CHF 12.50, numbers as they are.
field() { python3 scripts/demo_screens.py field "$1"; }
value() { local path=$1; shift; aor "$@" --output=json | field "$path"; }
screen() { python3 scripts/demo_screens.py "$@"; }

. scripts/apart.sh
. scripts/demo_gates.sh
. scripts/demo_proof.sh

free_addresses() {
  local first
  first=$(scripts/free_ports.py "$1")
  seq -s ' ' -f 127.0.0.1:%.0f "$first" $((first + $1 - 1))
}

start_suite() {
  AOR_SERVER=$(free_addresses 1)
  export AOR_SERVER AOR_ISSUER_KEY=$DIR/issuer-key.pem
  build/bin/suite --data_directory="$DIR" --listen="$AOR_SERVER" --metrics=off \
    --development_clock=2026-09-28T06:00:00Z --log_level=warning >"$OUT/suite.log" 2>&1 &
  SUITE=$!
  for _ in {1..100}; do
    kill -0 "$SUITE" 2>/dev/null || die "the suite did not start: $(tail -n 3 "$OUT/suite.log")"
    if [ -s "$AOR_ISSUER_KEY" ] && aor clock --timeout=1s >/dev/null 2>&1; then return; fi
    sleep 0.1
  done
  die "the suite does not answer: $(tail -n 3 "$OUT/suite.log")"
}

stop_all() {
  stop_apart
  [ -n "$SUITE" ] || return 0
  kill "$SUITE" 2>/dev/null || true
  wait "$SUITE" 2>/dev/null || true
  SUITE=''
}

prepare() {
  [ -x "$AORCTL" ] || die "build it first: make demo"
  stop_apart
  rm -rf "$OUT"
  mkdir -p "$OUT/files"
  : >"$CHECKS"
  trap finish EXIT
  python3 $ALPINA/expected.py --check >>"$OUT/commands.log" 2>&1 &
  CALCULATION=$!
  if [ "$LOG" = kafka ]; then start_apart $(free_addresses ${#SERVICES[@]}); else start_suite; fi
}
finish() {
  local status=$?
  stop_all
  if [ "$ENDED" = no ]; then printf 'demo: stopped before its end; see %s\n' "$OUT/commands.log" >&2; fi
  exit "$status"
}

# A folder of CSV files: one line if all is taken, every line of trouble otherwise.
import() {
  local log=$OUT/import.log
  if ! aor import "$1" >"$log" 2>&1; then cat "$log"; die "$1 was not taken"; fi
  settle
  step "$2: $(awk '/taken$/ {rows += $(NF - 3); files++} END {print rows " row" (rows == 1 ? "" : "s") " of " files " file" (files == 1 ? "" : "s") " taken"}' "$log")"
}
today() {  # moves the clock, then the day's title
  aor advance-to --time="$1" >/dev/null
  title "$2"
}
day_folder() { import "$ALPINA/month/$1" "$2"; }

# ---- what happens ----
programme() {
  title "28 September 2026 · Alpina, one agency, two companies: Geneva (CHF) and Lyon (EUR)"
  if [ "$LOG" = kafka ]; then step "${#SERVICES[@]} processes on the broker $(cat "$DIR/broker/address"): ${AOR_PEERS//,/ }"
  else step "the suite listens on $AOR_SERVER, its data lies in $OUT/data"; fi
  if command -v grpcurl >/dev/null; then
    step "grpcurl sees $(grpcurl -plaintext "$AOR_SERVER" list | grep -c '^aor\.') services by reflection"
  fi
  import "$ALPINA/programme" "imported the programme"
  title "A quote: change one value, watch the others"
  screen quote
  refused "a wage of 20.00 for skilled work in Geneva" BELOW_MINIMUM_WAGE aor preview-quote --wish.engagement_kind=TEMP \
    --wish.jurisdiction=CH-GE --wish.currency_code=CHF --wish.unit=HOUR --wish.base_wage=20.00 \
    --wish.cba_id=GAV-PERSONALVERLEIH --wish.skill=SKILLED --wish.held=TARIFF --wish.held_value=54.00
}

bad_import() {
  title "A file with two bad rows: nothing of it is taken, and each is named"
  local file=$OUT/bad/01-register-client.csv said; mkdir -p "$OUT/bad"
  { head -n 1 "$ALPINA/programme/02-register-client.csv"
    echo 'garage,Garage du Lac SA,Rue du Lac,3,1207,Genève,CH,,30,fr,MONTHLY,CLIENT,geneva'
    echo 'traiteur,Traiteur du Lac SA,Rue du Lac,4,1207,Genève,Suisse,,30,fr,MONTHLY,CLIENT,geneva'
    echo 'atelier,Atelier du Lac SA,Rue du Lac,5,1207,Genève,CH,,bientôt,fr,MONTHLY,CLIENT,geneva'
  } >"$file"
  if said=$(aor import "$file"); then said="all taken"; fi
  sed 's/^/       | /' <<<"$said"
  check "bad rows are named by line" "3 4" "$(grep -o 'line [0-9]*' <<<"$said" | awk '{print $2}' | sort -n | xargs)"
  refused "the good row was not taken either: reading it" NOT_FOUND aor get-client garage
}

refusals() {
  title "Refused by name"
  aor create-quote --quote_id=q-lyon-geneva --client_id=horlogerie --legal_entity_id=lyon --title=Renfort \
    --wish.engagement_kind=TEMP --wish.jurisdiction=CH-GE --wish.currency_code=CHF --wish.unit=HOUR \
    --wish.base_wage=30.00 --wish.cba_id=GAV-PERSONALVERLEIH --wish.skill=SKILLED --wish.held=TARIFF \
    --wish.held_value=54.00 --wish.work_date=2026-11-09 >/dev/null
  as contact-horlogerie:client=horlogerie accept-quote --client_id=horlogerie --quote_id=q-lyon-geneva >/dev/null
  refused "hiring out from Lyon to Geneva" LYON_TO_GENEVA aor conclude-contract --contract_id=l02-horlogerie \
    --client_id=horlogerie --quote_id=q-lyon-geneva --legal_entity_id=lyon --worker_id=l02 \
    --site_id=horlogerie-site --start=2026-11-09 --end=2026-11-20
  price_below_cost
}

weeks_of_october() {
  today 2026-10-05T07:00:00Z "5 October, Monday"
  day_folder 2026-10-05 "hours of week 40, approved by clients, verified by the agency"
  today 2026-10-12T07:00:00Z "12 October, Monday"
  day_folder 2026-10-12 "hours of week 41"
  check "the clinic's paper sheet, signed and attached, approved c02" SIGNED_SHEET \
    "$(value weeks.0.approved_by_kind get-week c02 2026-W41 | sed 's/APPROVED_BY_//')"
}

part_payment() {
  today 2026-10-16T07:00:00Z "16 October, Friday: l01 asks for a part payment"
  day_folder 2026-10-16 "granted"
  as paul:consultant propose-batch --batch_id=acompte-1016 --legal_entity_id=lyon --batch_kind=PART_PAYMENT >/dev/null
  refused "releasing one's own batch" SAME_PERSON as paul:consultant release-batch --batch_id=acompte-1016
  release acompte-1016
  check "part payment in a file of its own" "1 × EUR 300.00" "$(paid_by acompte-1016)"
}

release() { as frank:finance release-batch --batch_id="$1" >/dev/null; settle; export_file "$1"; }
export_file() {  # the file twice, and its place
  local batch=$1 again
  as frank:finance export-payment-file --batch_id="$batch" --output=json | screen save-file "$OUT/files/$batch.xml"
  again=$(mktemp)
  as frank:finance export-payment-file --batch_id="$batch" --output=json | screen save-file "$again" >/dev/null
  holds "$batch.xml exported twice is the same bytes" cmp "$OUT/files/$batch.xml" "$again"
  rm -f "$again"
  validate "$OUT/files/$batch.xml"
}
validate() {
  local xsd=.deps/xsd/pain.001.001.09.xsd
  if grep -q 'Ccy="CHF"' "$1"; then xsd=.deps/xsd/pain.001.001.09.ch.03.xsd; fi
  if [ ! -f "$xsd" ] || ! command -v xmllint >/dev/null; then return; fi
  holds "$(basename "$1") is valid by ${xsd##*/}" xmllint --noout --schema "$xsd" "$1"
}
paid_by() {
  printf '%s × %s' "$(value batch.transactions get-batch "$1")" "$(value batch.paid get-batch "$1")"
}

who_waits() {
  today 2026-10-19T07:00:00Z "19 October, Monday"
  day_folder 2026-10-19 "hours of week 42"; who_will_be_blocked
  today 2026-10-26T08:00:00Z "26 October, Monday: the building site does not approve"
  day_folder 2026-10-26 "hours of week 43"; fee_waits
  today 2026-10-29T08:00:00Z "29 October: who waits for whom? (aorctl month status)"
  screen waiting chantier; fee_goes_on
  day_folder 2026-10-29 "the building site approves"
}

missing_two() {
  today 2026-11-02T07:00:00Z "2 November, Monday"
  day_folder 2026-11-02 "hours of week 44"
  today 2026-11-02T14:00:00Z "2 November, afternoon: is October complete?"
  screen complete 2026-W44
}

invoices() {
  today 2026-11-03T08:00:00Z "3 November: the last two, then invoices"
  day_folder 2026-11-03 "their hours; one day given to a client; a contractor's own invoices"
  check "held, and why" "KC-2026-031: 2026-10-23" "$(screen held-supplier-invoice)"
  check "month status: contractors' own invoices" \
    "KC-2026-031 waits for karim-conseil DAYS_NOT_APPROVED; KC-2026-032 waits for finance" \
    "$(screen left SUPPLIER_INVOICE)"
  as fatima:finance accept-supplier-invoice --legal_entity_id=lyon --supplier_id=karim-conseil \
    --supplier_invoice_number=KC-2026-032 >/dev/null
  step "the right one is accepted: KC-2026-032"
  confirm_drafts geneva
  confirm_drafts lyon
  screen self-bill
  settle
  screen invoices
  refusals
}
confirm_drafts() {
  as fatima:finance run invoices --legal_entity_id="$1" --through=2026-10-31 >>"$OUT/commands.log" 2>&1
  settle
}

corrections() {
  today 2026-11-04T08:00:00Z "4 November: the clinic contests two hours that are invoiced"
  screen margin-before
  day_folder 2026-11-04 "contested; and g03 declares another account"
  settle
  screen undecided
  as nina:consultant decide-contest c05 2026-W43 c05-clinique 6 UPHELD \
    --reason="la liste des badges donne raison à la clinique" >/dev/null
  settle
  check "the agency upholds the contest: hours that still wait for a decision" 0 \
    "$(aor month status 2026-10 | grep -c 'wait for a decision' || true)"
  screen credit-note
  settle
  screen contested
  screen history week-c05-2026-W43
}

payslips() {
  title "4 November: payslips, and what is to be paid"
  local entity period
  for entity in geneva lyon; do
    for period in 2026-09 2026-10; do
      as paul:consultant run payslips --legal_entity_id=$entity --period=$period >>"$OUT/commands.log" 2>&1
      settle
    done
  done
  screen payslips
  propose wages-geneva geneva SALARY
  propose wages-lyon lyon SALARY
  propose suppliers-lyon lyon SUPPLIER
  check "month status: a second person" \
    "suppliers-lyon waits for finance; wages-geneva waits for finance; wages-lyon waits for finance" \
    "$(screen left BATCH_RELEASE)"
}
propose() {
  as paul:consultant propose-batch --batch_id="$1" --legal_entity_id="$2" --batch_kind="$3" \
    --execution_date=2026-11-06 >/dev/null
  step "$1: $(value batch.total get-batch "$1") proposed by paul"
}

pay_day() {
  today 2026-11-05T08:00:00Z "5 November: a second person releases, the files leave"
  release wages-geneva
  release wages-lyon
  release suppliers-lyon
  screen batches
  check "month status: all batches have left" "" "$(screen left BATCH_RELEASE)$(screen left PAYMENT_FILE)"
}

late_hours() {
  title "5 November: hours of 29 and 30 October arrive"
  day_folder 2026-11-05 "hours of g07"
  confirm_drafts geneva
  as paul:consultant run payslips --legal_entity_id=geneva --period=2026-10 >>"$OUT/commands.log" 2>&1
  settle
  screen late
}

training_order() {
  title "A training mission: three workshops are ordered, planned, and the sheet to sign is printed"
  import "$ALPINA/training/parties" "the training company, its client, facilitators and their businesses"
  screen training-order
}

# Meanwhile the month's papers are printed.
training() {
  screen papers >"$OUT/papers.txt" 2>&1 &
  PRINTING=$!
  title "5 November: the workshops took place; fees, the closing by itself, invoices, payment"
  screen training
}

papers() {
  title "5 November: papers, from the same figures, each stored once"
  local printed=yes
  wait "$PRINTING" || printed=no
  cat "$OUT/papers.txt"
  [ "$printed" = yes ] || die "not all papers were printed"
}

# What people were sent, as files that a mail program opens.
outbox() {
  [ "$LOG" = embedded ] || return 0
  local folder=$DIR/files/notifications/outbox
  title "What people were told"
  step "$(find "$folder" -name '*.eml' | wc -l) mails and $(find "$folder" -name '*.txt' | wc -l) SMS lie in ${folder#"$PWD"/}"
  step "open one with a mail program, or: aorctl list-messages, aorctl list-reminders"
}

summary() {
  local passed failed
  ENDED=yes
  passed=$(grep -c '^ok' "$CHECKS" || true)
  failed=$(grep -c '^FAILED' "$CHECKS" || true)
  printf '\n'
  grep '^FAILED' "$CHECKS" | sed 's/^/  /' || true
  printf 'demo: %d checks passed, %d failed, in %s s\n' "$passed" "$failed" "$(seconds)"
  [ "$failed" -eq 0 ]
}

main() {
  local scene
  for scene in prepare programme training_order duty_of_vigilance bad_import weeks_of_october part_payment who_waits \
    missing_two invoices corrections payslips pay_day late_hours training papers; do "$scene"; done
  title "October 2026, and how it ties out"
  screen ties-out
  holds "expected.json is what expected.py computes" wait "$CALCULATION"
  proof
  outbox
  summary
}
main
