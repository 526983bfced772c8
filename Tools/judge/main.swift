// judge [--check] [--verbose] [--seconds N] FILE…: counts how many labelled cases come out right,
// and gives mutated ones to the rules. For Benchmarks/judge; not installed.

import Glibc

exit(Judging.main(Array(CommandLine.arguments.dropFirst())))
