// judge [--check] [--verbose] review FILE…: how many labelled cases the gate gets right.
// For Benchmarks/judge and for whoever changes a rule; nothing of it is installed.

import Glibc

exit(Judging.main(Array(CommandLine.arguments.dropFirst())))
