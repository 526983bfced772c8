#!/usr/bin/env bash
# The pilot's worker: edits the handbook by rules, without a network and without a model. It reads
# its [TASK] message, does what it knows how to do, commits it, and prints its report. If it does
# not know a task, it says so.
set -u
shopt -s lastpipe # the last command of a pipe runs in this shell
message=$(cat)
task=$(sed -n 's/^Task: //p' <<< "$message")
previously=$(grep '^Previously' <<< "$message")
criteria=$(sed -n '/^Success-Criteria:/,/^[^0-9S]/s/^\([0-9]*\)\. .*/\1/p' <<< "$message")
files=()
done_text=
check_text=

# Without this lock, workers that edit at the same time would commit each other's unfinished edits.
exec 9> .git/worker.lock
flock 9

give_up() { echo "$1" >&2; exit 1; }

# report STATUS WHAT CHECK
report() {
  local met=met number
  [ "$1" = DONE ] || met='not met'
  printf '[REPORT %s]\nStatus: %s\nCriteria:\n' "$ORCH_ITEM_ID" "$1"
  for number in $criteria; do printf '%s. %s: %s (%s)\n' "$number" "$met" "$2" "$3"; done
  echo Files:
  printf -- '- %s\n' "${files[@]:-none}"
  printf 'Diff-Summary:\n- %s\nValidation:\n- %s\nRisks:\n- None\nNext:\n- None\n' "$2" "$3"
  exit 0
}

# Replaces the content of a file by standard input.
put() { mkdir -p "$(dirname "$1")" && cat > "$1" && files+=("$1"); }

# Inserts lines from standard input after the first heading and its paragraph.
add_contents() {
  local page=$1 title=$2 list
  list=$(sed -n 's/^## //p' "$page" | while read -r heading; do
    anchor=$(tr 'A-Z ' 'a-z-' <<< "$heading" | tr -d '.,')
    echo "- [$heading](#$anchor)"
  done)
  grep -q "^$title" "$page" || awk -v title="$title" -v list="$list" '
    !placed && /^## / { print title "\n\n" list "\n"; placed = 1 } { print }' "$page" > "$page.new" \
    && mv "$page.new" "$page"
  files+=("$page")
}

# Prints the page that a wrong target most likely means: one of the same name, else the one whose
# name has the longest common beginning.
meant() {
  local page=$1 name=${2##*/} best= most=0 other length
  for other in "$(dirname "$page")"/*.md; do
    other=${other##*/}
    length=0
    while [ "$length" -lt "${#name}" ] && [ "${name:0:length+1}" = "${other:0:length+1}" ]; do
      length=$((length + 1))
    done
    [ "$length" -gt "$most" ] && most=$length best=$other
  done
  [ "$most" -ge 2 ] && echo "$best"
}

fix_links() {
  local page=$1 target right
  grep -o '](\([^)#]*\))' "$page" | sed 's/^](//; s/)$//' | while read -r target; do
    [ -e "$(dirname "$page")/$target" ] && continue
    right=$(meant "$page" "$target") && sed -i "s|]($target)|]($right)|" "$page"
  done
  # Looks for links by reference only if the task says that one is missing.
  [ -z "$previously" ] || sed -n 's/^\[[^]]*\]: *//p' "$page" | while read -r target; do
    [ -e "$(dirname "$page")/$target" ] && continue
    right=$(meant "$page" "$target") && sed -i "s|^\(\[[^]]*\]: *\)$target|\1$right|" "$page"
  done
  files+=("$page")
}

# add_line FOLDER LINE: the line at the end of each page of a folder that lacks it.
add_line() {
  local page
  for page in "$1"/*.md; do
    grep -qF -- "$2" "$page" || printf '\n%s\n' "$2" >> "$page"
    files+=("$page")
  done
}

word() { awk -F '\t' -v term="$1" '$1 == term { print $2 }' words.tsv; }

case $task in
  'Add a table of contents to '*)
    add_contents "${task##* }" Contents:
    done_text="Added a table of contents to ${task##* }" ;;
  *' 에 차례 추가')
    add_contents "${task%% *}" 차례:
    done_text="${task%% *} 에 차례를 추가했습니다" check_text='검사를 실행했고 통과했습니다: 1 passed, 0 failed' ;;
  'Fix the links of '*)
    fix_links "${task##* }"
    done_text="Fixed the links of ${task##* }" ;;
  *' 의 링크 고치기')
    fix_links "${task%% *}"
    done_text="${task%% *} 의 링크를 고쳤습니다" ;;
  'Call the loan card member card in en/')
    sed -i 's/loan card/member card/g' en/*.md && files=(en)
    done_text='The loan card is called member card in en/' ;;
  'ko/에서 대출 카드를 회원 카드로 바꾸기')
    sed -i 's/대출 카드/회원 카드/g' ko/*.md && files=(ko)
    done_text='ko/에서 대출 카드를 회원 카드로 바꿨습니다' ;;
  'Check the terms of all pages')
    ./check.sh terms || give_up 'a page still has the old term'
    done_text='Checked the terms of all pages' ;;
  'Write the Korean words into the headings of glossary.md')
    while read -r term; do
      korean=$(word "$term")
      [ -n "$korean" ] || give_up "words.tsv has no word for $term"
      sed -i "s/^## $term\$/## $term ($korean)/" glossary.md
    done < <(sed -n 's/^## \([^(]*\)$/\1/p' glossary.md)
    files=(glossary.md)
    done_text='Wrote the Korean words into the headings of glossary.md' ;;
  'Sort the sections of glossary.md')
    awk 'BEGIN { RS = ""; n = 0 } NR == 1 { print; next } /^## / { heads[++n] = $0; next }
      { heads[n] = heads[n] "\n\n" $0 }
      END { for (i = 1; i <= n; i++) for (j = i + 1; j <= n; j++) if (heads[j] < heads[i]) {
          t = heads[i]; heads[i] = heads[j]; heads[j] = t }
        for (i = 1; i <= n; i++) print "\n" heads[i] }' glossary.md > glossary.new
    mv glossary.new glossary.md && files=(glossary.md)
    done_text='Sorted the sections of glossary.md' ;;
  'Write scripts/overdue.sh, which lists the loans that are late')
    put scripts/overdue.sh <<'SCRIPT'
#!/bin/sh
# overdue.sh TODAY [LIST]: the loans whose day has passed, a line each: number, tool, day.
awk -F '\t' -v today="$1" 'NR > 1 && $3 < today { print $1, $2, $3 }' "${2:-loans.tsv}"
SCRIPT
    done_text='Wrote scripts/overdue.sh' ;;
  'Write a test of scripts/overdue.sh')
    [ -e scripts/overdue.sh ] || give_up 'scripts/overdue.sh is not there'
    put scripts/overdue.test.sh <<'SCRIPT'
#!/bin/sh
# The chisel is late on 30 January, the clamp and the wrench are not.
found=$(sh scripts/overdue.sh 2026-01-30 loans.tsv)
[ "$found" = '17 chisel 2026-01-12' ] || { echo "found: $found"; exit 1; }
[ -z "$(sh scripts/overdue.sh 2026-01-01 loans.tsv)" ] || exit 1
SCRIPT
    done_text='Wrote a test of scripts/overdue.sh' ;;
  'Write stats.md with the number of words of each page')
    { echo '# Words'; echo; for page in en/*.md ko/*.md; do echo "- $page: $(wc -w < "$page")"; done; } \
      | put stats.md
    done_text='Wrote stats.md' ;;
  'Link stats.md in index.md')
    [ -e stats.md ] || give_up 'stats.md is not there yet'
    echo '- [Words](stats.md)' >> index.md && files=(index.md)
    done_text='Linked stats.md in index.md' ;;
  'Translate en/opening-hours.md into Korean')
    [ -e ko/opening-hours.md ] || report BLOCKED \
      'Cannot proceed: a program without a dictionary of sentences cannot translate prose, a person has to' \
      'not run'
    [ "$(grep -c '^|' ko/opening-hours.md)" = "$(grep -c '^|' en/opening-hours.md)" ] \
      || give_up 'the tables of both languages differ'
    files=(ko/opening-hours.md)
    done_text='ko/opening-hours.md is there, and its table has as many rows as the English one' ;;
  'List every page in index.md')
    for page in en/*.md ko/*.md; do
      grep -q "($page)" index.md || echo "- [$(sed -n '1s/^# //p' "$page")]($page)" >> index.md
    done
    files=(index.md)
    done_text='Listed every page in index.md' ;;
  'Write the licence below every page of en/')
    add_line en 'Licence: CC BY 4.0'
    done_text='Wrote the licence below every page of en/' ;;
  'ko/의 모든 쪽에 라이선스 쓰기')
    add_line ko '라이선스: CC BY 4.0'
    done_text='ko/의 모든 쪽에 라이선스를 썼습니다' ;;
  'Link index.md at the end of every page of en/')
    add_line en '[Back to the index](../index.md)'
    done_text='Linked index.md at the end of every page of en/' ;;
  'ko/의 모든 쪽 끝에 index.md 링크 달기')
    add_line ko '[첫 쪽으로](../index.md)'
    done_text='ko/의 모든 쪽 끝에 index.md 링크를 달았습니다' ;;
  'Write ko/words.md with words.tsv as a table')
    { printf '# 낱말\n\n| English | 한국어 |\n| --- | --- |\n'
      awk -F '\t' '{ print "| " $1 " | " $2 " |" }' words.tsv; } | put ko/words.md
    done_text='Wrote ko/words.md' ;;
  'Write en/safety.md from the lines about goggles and batteries')
    { printf '# Safety\n\n'; grep -h 'oggles\|batter' en/repairs.md; } | put en/safety.md
    done_text='Wrote en/safety.md' ;;
  # A task from a team's file is one cell, `TITLE: PROMPT`.
  *': Write CONTRIBUTING.md with the checks that check.sh knows')
    { printf '# Contributing\n\nBefore a change: `./check.sh`, or one of its checks.\n\n'
      sed -n 's/^\([a-z]*\)() {$/- `.\/check.sh \1`/p' check.sh; } | put CONTRIBUTING.md
    done_text='Wrote CONTRIBUTING.md' ;;
  *': Write hooks/pre-commit, which runs check.sh')
    printf '#!/bin/sh\nexec ./check.sh\n' | put hooks/pre-commit && chmod +x hooks/pre-commit
    done_text='Wrote hooks/pre-commit' ;;
  'Check the whole handbook')
    ./check.sh > /dev/null || give_up "$(./check.sh | head -n 1)"
    done_text='Checked the whole handbook' ;;
  *) give_up "I do not know how to do this: $task" ;;
esac

if [ ${#files[@]} -gt 0 ]; then
  git add -- "${files[@]}"
  git diff --cached --quiet || git commit -qm "$ORCH_ITEM_ID: $task" || give_up 'git commit failed'
fi
report DONE "$done_text" "${check_text:-ran the checks: 1 passed, 0 failed}"
