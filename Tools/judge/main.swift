// judge [--check] [--verbose] [--seconds N] FILE…: how many labelled cases come out right, and whether
// mutated ones do harm. For Benchmarks/judge; nothing of it is installed.

import Glibc

exit(Judging.main(Array(CommandLine.arguments.dropFirst())))
