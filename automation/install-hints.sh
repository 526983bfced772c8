#!/usr/bin/env bash
# Prints the lines that a person's shells need to find what install.sh put below
# a prefix; nothing where they find it by themselves.
#
#   automation/install-hints.sh PREFIX
set -euo pipefail
prefix=${1:?usage: automation/install-hints.sh PREFIX}

# As one word for every shell.
quoted() { printf "'%s'" "${1//\'/\'\\\'\'}"; }

# What for, where, and the line itself.
hint() { printf 'For %s, add to %s:\n  %s\n' "$1" "$2" "$3"; }

bin=$prefix/bin
if [[ :$PATH: != *":$bin:"* ]]; then
  hint "the programs" "~/.profile" "export PATH=$(quoted "$bin"):\"\$PATH\""
fi

# With its folder on the PATH, man finds the pages beside it, but not for every setting.
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

# bash and fish look there by themselves.
case $prefix in /usr | /usr/local | "${HOME:-}/.local") exit 0 ;; esac

scripts=$prefix/share/bash-completion/completions
hint "completion in bash" "~/.bashrc" \
  "source $(quoted "$scripts/orch"); source $(quoted "$scripts/ops")"
if command -v fish >/dev/null; then
  hint "completion in fish" "~/.config/fish/config.fish" \
    "set -p fish_complete_path $(quoted "$prefix/share/fish/vendor_completions.d")"
fi
