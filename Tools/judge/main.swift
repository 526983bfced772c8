// judge [--check] [--verbose] [--seconds N] FILE…: counts how many labelled cases are judged
// correctly, and gives mutated cases to the rules. For Benchmarks/judge; not installed.

import Glibc

exit(Judging.main(Array(CommandLine.arguments.dropFirst())))
