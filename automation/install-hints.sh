#!/usr/bin/env bash
# Prints the lines that a person's shells need to find the files that install.sh put below a prefix.
# Prints nothing for a shell that finds them by itself.
#
#   automation/install-hints.sh PREFIX
set -euo pipefail
prefix=${1:?usage: automation/install-hints.sh PREFIX}

# Quotes a text as one word for every shell.
quoted() { printf "'%s'" "${1//\'/\'\\\'\'}"; }

# hint PURPOSE FILE LINE
hint() { printf 'For %s, add to %s:\n  %s\n' "$1" "$2" "$3"; }

bin=$prefix/bin
if [[ :$PATH: != *":$bin:"* ]]; then
  hint "the programs" "~/.profile" "export PATH=$(quoted "$bin"):\"\$PATH\""
fi

# If the programs' folder is on the PATH, man finds the manual pages beside it, but not with every
# configuration.
pages=$prefix/share/man
if command -v manpath >/dev/null && [[ :$(PATH=$bin:$PATH manpath -q): != *":$pages:"* ]]; then
  hint "the manual pages" "~/.profile" "export MANPATH=$(quoted "$pages"):\"\${MANPATH:-}\""
fi

functions=$prefix/share/zsh/site-functions
if command -v zsh >/dev/null; then
  folders=$(zsh -c 'print -rl -- $fpath')
  grep -qxF -- "$functions" <<<"$folders" ||
    hint "completion in zsh" "~/.zshrc, before compinit" "fpath=($(quoted "$functions") \$fpath)"
fi

# With one of these prefixes, bash and fish find the completions by themselves.
case $prefix in /usr | /usr/local | "${HOME:-}/.local") exit 0 ;; esac

scripts=$prefix/share/bash-completion/completions
hint "completion in bash" "~/.bashrc" \
  "source $(quoted "$scripts/orch"); source $(quoted "$scripts/ops")"
if command -v fish >/dev/null; then
  hint "completion in fish" "~/.config/fish/config.fish" \
    "set -p fish_complete_path $(quoted "$prefix/share/fish/vendor_completions.d")"
fi
