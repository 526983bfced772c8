#!/usr/bin/env bash
# Builds the release executables, static, and prints their folder on the last line.
set -euo pipefail
cd "$(dirname "$0")/.."

swift build -c release --product orch -Xswiftc -static-executable -Xswiftc -use-ld=lld -Xlinker -s >&2
swift build -c release --product ops -Xswiftc -static-executable -Xswiftc -use-ld=lld -Xlinker -s >&2
built=$(swift build -c release -Xswiftc -static-executable -Xswiftc -use-ld=lld -Xlinker -s --show-bin-path)

# A copy starts faster than the file that the linker wrote.
folder=$PWD/.build/bin
mkdir -p "$folder"
for name in orch ops; do cp --remove-destination "$built/$name" "$folder/$name"; done
echo "$folder"
