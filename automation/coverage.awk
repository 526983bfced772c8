# Reads what llvm-cov exports as lcov, and prints the share of the lines that were
# reached: of each library, of files below the goal with the lines that were not,
# and of all. Ends with 1 when all is below the goal.
BEGIN { FS = "[:,]" }

/^SF:/ {
  file = substr($0, 4)
  isOurs = index(file, root) == 1
  file = substr(file, length(root) + 1)
  # Executables have names in lower case; what tests link is no product.
  isOurs = isOurs && sub(/^(Sources|Tools)\//, "", file)
  isOurs = isOurs && file ~ /^[A-Z][A-Za-z]*\// && file !~ /^(Store)?TestSupport\//
  library = file
  sub(/\/.*/, "", library)
  first = last = reached = lines = 0
  ranges = ""
}

/^DA:/ && isOurs {
  lines++
  if ($3 > 0) { reached++; close_range() }
  else { if (!first) first = $2; last = $2 }
}

/^end_of_record/ && isOurs {
  close_range()
  libraryLines[library] += lines; libraryReached[library] += reached
  allLines += lines; allReached += reached
  if (lines && 100 * reached < goal * lines)
    below = below sprintf("%7s  %s: %s\n", share(reached, lines), file, substr(ranges, 3))
}

END {
  for (name in libraryLines)
    print share(libraryReached[name], libraryLines[name]), name | "sort -n"
  close("sort -n")
  print share(allReached, allLines), "all libraries"
  if (below) printf "files below %d %%, with the lines that no test reaches:\n%s", goal, below
  if (100 * allReached < goal * allLines) {
    print "coverage: all libraries are below " goal " %" > "/dev/stderr"
    exit 1
  }
}

function close_range() {
  if (first) ranges = ranges ", " first (last > first ? "-" last : "")
  first = 0
}

function share(part, whole) { return sprintf("%6.2f %%", whole ? 100 * part / whole : 0) }
