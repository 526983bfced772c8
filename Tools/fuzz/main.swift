// fuzz [LIBFUZZER-OPTION…] [FOLDER|FILE…]: gives inputs that libFuzzer makes to the target that
// $ORCH_FUZZ_TARGET names. For automation/fuzz.sh; not installed.

import Glibc

@_silgen_name("LLVMFuzzerRunDriver")
func runDriver(
  _ count: UnsafeMutablePointer<Int32>,
  _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
  _ test: @convention(c) (UnsafePointer<UInt8>?, Int) -> Int32
) -> Int32

guard getenv("ORCH_FUZZ_TARGET").flatMap({ Target(rawValue: String(cString: $0)) }) != nil else {
  let names = Target.allCases.map(\.rawValue).joined(separator: "|")
  print("usage: ORCH_FUZZ_TARGET=\(names) fuzz [option…] [folder|file…]")
  exit(64)
}
var (count, arguments) = (CommandLine.argc, CommandLine.unsafeArgv)
exit(runDriver(&count, &arguments) { testOneInput($0, $1) })
