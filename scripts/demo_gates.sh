# Scenes of scripts/demo.sh: a price that takes two, and a contractor's certificate that runs out, and is put right before
# the month is billed.

hand_in() {  # supplier, kind, its first day: by the office for them; compliance has seen it
  local id=${2#fr.}-$1-$3
  as nina:consultant deposit-credential --credential_id="$id" --supplier_id="$1" --kind_id="$2" --zone=Europe/Paris \
    --document_id="$id" --digest="$(sha256sum <<<"$id" | cut -c1-64)" --valid_from="$3" "${@:4}" >/dev/null
  as cora:compliance accept-credential --holder_id="$1" --kind_id="$2" --credential_id="$id" >/dev/null
}
mira() { value "$1" "${@:2}" mira-numerik; }

duty_of_vigilance() {
  title "Contractors in France: who pays them asks for a certificate every six months"
  as cora:compliance adopt-policy --policy_id=fr.vigilance --programme_id=prog-freelance --effective_from=2026-10-01 >/dev/null
  settle
  check "of mira is asked for" "vigilance registration" \
    "$(mira steps.0.asked.requirement.requirement_id onboarding show) $(mira steps.1.asked.requirement.requirement_id onboarding show)"
  refused "another contract of mira's before they are there" CONTRACTING_GATE_CLOSED \
    aor conclude-contract --contract_id=mira-too-early --client_id=numerik --quote_id=q-numerik-620 --legal_entity_id=lyon \
    --worker_id=mira --supplier_id=mira-dev --site_id=numerik-site --start=2026-10-05
  local supplier
  for supplier in mira-dev solene-design karim-conseil; do
    hand_in "$supplier" fr.registration 2026-08-03
    hand_in "$supplier" fr.vigilance "$([ "$supplier" = mira-dev ] && echo 2026-04-21 || echo 2026-07-01)"
  done
  settle
  check "mira's gates are open" True "$(mira complete onboarding show)"
}

who_will_be_blocked() {
  check "who will be blocked within 30 days" "mira, from 21 October, by vigilance: the supplier fixes it" \
    "$(value closings.0.worker_id gate closings), from $(value closings.0.stretch.first_day.day gate closings) October, by $(
      value closings.0.stretch.answer.reasons.0.requirement_id gate closings): the $(
      value closings.0.stretch.answer.reasons.0.fixed_by gate closings) fixes it"
}

fee_waits() {
  settle
  check "mira's certificate has run out: days of her fee that wait" 3 "$(waiting_days)"
  hand_in mira-dev fr.vigilance 2026-10-21 --issuer=Urssaf
  step "mira's new certificate holds from 21 October; compliance has seen it"
}
fee_goes_on() {
  settle
  check "… and none waits any more" 0 "$(waiting_days)"
}
waiting_days() {
  local days
  days=$(value drafts.0.gated_pieces list-self-billing-drafts --legal_entity_id=lyon --supplier_id=mira-dev)
  echo "${days:-0}"
}

price_below_cost() {
  aor create-quote --quote_id=q-below-cost --client_id=horlogerie --legal_entity_id=geneva --title=Renfort \
    --wish.engagement_kind=TEMP --wish.jurisdiction=CH-GE --wish.currency_code=CHF --wish.unit=HOUR \
    --wish.base_wage=30.00 --wish.cba_id=GAV-PERSONALVERLEIH --wish.skill=SKILLED --wish.held=TARIFF \
    --wish.held_value=40.00 --wish.work_date=2026-11-09 --wish.approval_reason="to win the client" >/dev/null
  refused "a price below cost by the word of one person" QUOTE_NOT_APPROVED \
    as contact-horlogerie:client=horlogerie accept-quote --client_id=horlogerie --quote_id=q-below-cost
  holds "… a second person, of finance, takes it on" as olga:finance approve-quote --client_id=horlogerie \
    --quote_id=q-below-cost --version=1 --reason="a reference for the canton"
}
