import Foundation
import TestSupport
import Testing

/// The system calls that matter to a rewrite.
enum SystemCalls {
  /// The calls that change a file or a name, those that print, and the end.
  static let changing = [
    "open", "openat", "creat", "write", "writev", "pwrite64", "pwritev", "ftruncate", "fallocate",
    "copy_file_range", "fsync", "fdatasync", "rename", "renameat", "renameat2", "link", "linkat",
    "symlinkat", "unlink", "unlinkat", "rmdir", "mkdir", "mkdirat", "utimensat", "fchmod",
    "fchmodat", "fchown", "fchownat", "fsetxattr", "exit_group",
  ]
}

extension Strace.Call {
  /// Whether it changes anything: reading, and opening for it, does not.
  var isChanging: Bool {
    if name.hasPrefix("open") {
      return arguments.contains("O_CREAT") || arguments.contains("O_TRUNC")
    }
    return !isRead
  }

  var isRead: Bool { ["read", "pread64", "readv", "preadv"].contains(name) }

  var isWrite: Bool { ["write", "writev", "pwrite64", "pwritev"].contains(name) }

  var isSync: Bool { name == "fsync" || name == "fdatasync" }

  /// Whether the first file that it names, or the open one it is about, has this
  /// path, seen from the folder of the test.
  func concerns(_ path: String) -> Bool {
    arguments.contains("/\(path)>") || arguments.contains("/\(path)\"")
  }
}

/// A command that is run under strace, each time in a fresh scene, with faults at its system calls.
struct TracedCommand {
  var program = BuiltBinaries.orch
  let arguments: [String]
  var environment: [String: String] = [:]
  var calls = SystemCalls.changing
  /// Makes the scene in which it runs.
  let prepare: () throws -> Scene

  func run(injecting injections: [String] = []) throws -> (scene: Scene, trace: Strace.Trace) {
    let scene = try prepare()
    let trace = try Strace.run(
      program, arguments, in: scene.folder,
      environment: ["ORCH_NOW": Scene.now, "HOME": scene.folder].merging(environment) { $1 },
      tracing: calls, injecting: injections)
    return (scene, trace)
  }

  /// Runs it again for each of some calls, with a fault at that call: `signal=KILL`.
  func run(
    with fault: String, at calls: [Strace.Call],
    _ check: (_ scene: Scene, _ ending: ChildProcess.Ending, _ story: String) throws -> Void
  ) throws {
    for call in calls {
      let (scene, trace) = try run(injecting: ["\(call.name):\(fault):when=\(call.occurrence)"])
      if fault == "signal=KILL" { #expect(trace.ending.signal == SIGKILL, "\(call)") }
      try check(scene, trace.ending, "\(call)")
    }
  }
}

/// The arguments of a call as strace writes them with `-y`, taken apart.
struct TracedWords {
  private let text: String
  /// What stands between quotation marks, with its escapes resolved.
  private let strings: [[UInt8]]
  /// The arguments without what stands between quotation marks.
  private let rest: String

  init(_ arguments: String) {
    text = arguments
    var strings: [[UInt8]] = []
    var rest: [UInt8] = []
    var bytes = Array(arguments.utf8)[...]
    while let byte = bytes.popFirst() {
      if byte == UInt8(ascii: "\"") {
        strings.append(Self.string(&bytes))
      } else {
        rest.append(byte)
      }
    }
    self.strings = strings
    self.rest = String(decoding: rest, as: UTF8.self)
  }

  /// Reads up to the closing quotation mark, and past it.
  private static func string(_ bytes: inout ArraySlice<UInt8>) -> [UInt8] {
    var result: [UInt8] = []
    while let byte = bytes.popFirst(), byte != UInt8(ascii: "\"") {
      guard byte == UInt8(ascii: "\\") else {
        result.append(byte)
        continue
      }
      let escape = bytes.popFirst() ?? 0
      if let letter = letters[escape] {
        result.append(letter)
      } else {
        // Up to three octal digits.
        var value = Int(escape) - 48
        for _ in 0..<2 {
          guard let digit = bytes.first, (48..<56).contains(digit) else { break }
          value = value * 8 + Int(digit) - 48
          bytes.removeFirst()
        }
        result.append(UInt8(truncatingIfNeeded: value))
      }
    }
    return result
  }

  private static let letters: [UInt8: UInt8] = [
    UInt8(ascii: "n"): 10, UInt8(ascii: "t"): 9, UInt8(ascii: "r"): 13, UInt8(ascii: "v"): 11,
    UInt8(ascii: "f"): 12, UInt8(ascii: "\\"): 92, UInt8(ascii: "\""): 34,
  ]

  var paths: [String] { strings.map { String(decoding: $0, as: UTF8.self) } }

  /// All strings one behind the other: what was written.
  var contents: [UInt8] { Array(strings.joined()) }

  /// The number of the descriptor in `5</tmp/x>`.
  var descriptor: Int? { Int(text.prefix { $0.isNumber }) }

  /// The path in it.
  var descriptorPath: String? {
    guard descriptor != nil, let open = text.firstIndex(of: "<") else { return nil }
    let path = text[text.index(after: open)...].prefix { $0 != ">" }
    return path.hasSuffix(" (deleted)") ? nil : String(path)
  }

  /// The decimal numbers that are arguments of their own.
  var numbers: [Int] {
    rest.split(separator: ",").compactMap { Int($0.trimmingCharacters(in: .whitespaces)) }
  }

  /// The last argument, a mode.
  var octal: Int? {
    let last = rest.split(separator: ",").last?.trimmingCharacters(in: .whitespaces) ?? ""
    return last.hasPrefix("0") ? Int(last, radix: 8) : nil
  }

  /// The second of two times.
  var time: (seconds: Int, nanoseconds: Int)? {
    guard let second = rest.matches(of: /tv_sec=([0-9]+), tv_nsec=([0-9]+)/).last else {
      return nil
    }
    return (Int(second.1) ?? 0, Int(second.2) ?? 0)
  }
}
