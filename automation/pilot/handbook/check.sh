#!/bin/sh
# Checks the handbook: check.sh links | terms | headings | scripts | index | committed, or all of them.
cd "$(dirname "$0")" || exit 2
status=0
fail() { echo "$1"; status=1; }

links() {
  for page in *.md en/*.md ko/*.md; do
    [ -e "$page" ] || continue
    { grep -o '](\([^)#]*\))' "$page" | sed 's/^](//; s/)$//'
      sed -n 's/^\[[^]]*\]: *//p' "$page"; } | while read -r target; do
      [ -e "$(dirname "$page")/$target" ] || echo "$page: there is no $target"
    done
  done > .broken
  [ ! -s .broken ] || fail "$(cat .broken)"
  rm -f .broken
}
terms() {
  grep -n 'loan card\|대출 카드' en/*.md ko/*.md && fail 'it is called member card, 회원 카드'
}
headings() {
  grep '^## ' glossary.md | grep -v '(.*)$' && fail 'a heading of the glossary has no Korean'
  [ "$(grep '^## ' glossary.md)" = "$(grep '^## ' glossary.md | sort)" ] \
    || fail 'the glossary is not in order'
}
scripts() {
  for test in scripts/*.test.sh; do
    [ -e "$test" ] || { fail 'no script has a test'; continue; }
    sh "$test" || fail "$test failed"
  done
}
index() {
  for page in en/*.md ko/*.md; do grep -q "($page)" index.md || fail "index.md lacks $page"; done
}
committed() {
  left=$(git status --porcelain -- '*.md' '*.tsv' scripts hooks | grep -v QUEUE.md)
  [ -z "$left" ] || fail "not committed: $left"
}

case ${1:-all} in
  links | terms | headings | scripts | index | committed) "$1" ;;
  all) links; terms; headings; scripts; index; committed ;;
  *) echo "check.sh: unknown check $1" >&2; exit 2 ;;
esac
[ $status = 0 ] && echo "${1:-all}: ok"
exit $status
