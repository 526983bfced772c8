#!/usr/bin/env bash
# Copies orch and ops, their manual pages, completions and documents below a folder, to the same
# paths as below a prefix. install.sh and release.sh use this script.
#
#   automation/stage.sh PROGRAMS FOLDER
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
usage="usage: automation/stage.sh PROGRAMS FOLDER"
programs=$(realpath -- "${1:?$usage}") folder=$(realpath -m -- "${2:?$usage}")

mkdir -p "$folder"/bin "$folder"/share/{man/man1,bash-completion/completions} \
  "$folder"/share/{zsh/site-functions,fish/vendor_completions.d}
completion() {
  "$folder/bin/$1" completion "$2" >"$folder/share/$3"
  chmod 644 "$folder/share/$3"
}
for program in orch ops; do
  install -m 755 -- "$programs/$program" "$folder/bin/$program"
  install -m 644 -- "$here/../docs/man/$program.1" "$folder/share/man/man1/$program.1"
  completion "$program" bash "bash-completion/completions/$program"
  completion "$program" zsh "zsh/site-functions/_$program"
  completion "$program" fish "fish/vendor_completions.d/$program.fish"
done

# For queues on servers: docs/postgresql.md.
[ -z "${ORCH_POSTGRES:-}" ] ||
  install -m 755 -- "$programs/orch-postgres" "$folder/bin/orch-postgres"

# The documents keep their folders, so that the links among them work.
cd "$here/.."
for file in README.md README.ko.md SECURITY.md CONTRIBUTING.md CHANGELOG.md LICENSE NOTICE docs/*.md docs/images/* templates/*.* \
  templates/{editors,hooks,serve}/* $(find templates/claude-plugin -type f); do
  install -D -m 644 -- "$file" "$folder/share/doc/orch/$file"
done
