// judge [--check] [--verbose] review|intake FILE…: how many labelled cases come out right.
// For Benchmarks/judge and for whoever changes a rule; nothing of it is installed.

import Glibc

exit(Judging.main(Array(CommandLine.arguments.dropFirst())))
