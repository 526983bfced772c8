#!/bin/sh
# Posts each event to WEBHOOK_URL. The header X-Orch-Signature is sha256=HMAC, that of the body with
# the key WEBHOOK_SECRET: the receiver computes it, too, and compares. Neither is an argument of a
# program, which every user of this machine could read. Needs curl and openssl.
set -eu
LC_ALL=C
case $WEBHOOK_URL in
  *[@\"\\]* | *'
'*) echo "WEBHOOK_URL has a character that is not allowed here" >&2 && exit 2 ;;
  https://* | http://localhost[:/]* | http://127.0.0.1[:/]*) ;;
  *) echo "WEBHOOK_URL must be https, or http on this machine" >&2 && exit 2 ;;
esac
sha() { openssl dgst -sha256 -binary; }
hex() { od -An -v -tx1 | tr -d ' \n'; }
key=$(printf %s "$WEBHOOK_SECRET" | if [ ${#WEBHOOK_SECRET} -gt 64 ]; then sha; else cat; fi | hex)
pad() { # The key in 64 bytes, each of them XOR $1. Source: RFC 2104.
  rest=$key
  for _ in 0 1 2 3 4 5 6 7; do for _ in 0 1 2 3 4 5 6 7; do
    byte=${rest%"${rest#??}"}
    rest=${rest#??}
    printf "\\$(printf %o $((0x${byte:-0} ^ $1)))"
  done; done
}
body=$(cat)
hmac=$({ pad 92 && { pad 54 && printf %s "$body"; } | sha; } | sha | hex)
code=$(printf %s "$body" | curl -q -fsS -o /dev/null -w '%{http_code}' --proto =https,http \
  --max-time 20 -H "Content-Type: application/json" -H "X-Orch-Signature: sha256=$hmac" \
  --data-binary @- -K /dev/fd/3 3<<END
url = "$WEBHOOK_URL"
END
)
case $code in 2??) ;; *) echo "the receiver answered $code" >&2 && exit 1 ;; esac
