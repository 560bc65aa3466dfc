# shellcheck shell=bash
# The demo's last scene: the pack for the auditor, read by two programs, and one byte of a copy changed.
proof() {
  title "The proof: a pack for the auditor, verified without trusting the suite"
  local public; public=$(aor audit key)
  step "exported $(aor audit export "$OUT/pack")"
  stop_all
  local said
  if said=$(aor audit verify "$OUT/pack" --public-key="$public"); then check "aorctl audit verify" sound "${said##*$'\n'}"
  else check "aorctl audit verify" sound "$said"; fi
  sed 's/^/       | /' <<<"$said"
  holds "verify_pack.py, which shares no code with the suite" python3 tests/golden/verify_pack.py "$OUT/pack"
  cp -r "$OUT/pack" "$OUT/pack-flipped"
  screen flip-one-byte "$OUT/pack-flipped"
  if said=$(aor audit verify "$OUT/pack-flipped" --public-key="$public" 2>&1); then said="BAD nothing"; fi
  said=$(grep '^BAD' <<<"$said" | head -n 1)
  sed 's/^/       | /' <<<"$said"
  check "the flipped byte's place is named" "$(cat "$OUT/flipped.txt")" \
    "$(grep -o 'log [a-z]* chain [0-9]* sequence [0-9]*' <<<"$said")"
  if said=$(python3 tests/golden/verify_pack.py "$OUT/pack-flipped"); then said=sound; fi
  check "verify_pack.py names it too" "$(cat "$OUT/flipped.txt")" \
    "$(grep -o 'log [a-z]* chain [0-9]* sequence [0-9]*' <<<"$said")"
}
