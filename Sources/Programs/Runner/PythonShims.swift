import Door
public import Host
import Text

/// Scripts with the names of the Python tool's programs, which run `orch` and `ops` instead, so that
/// cron lines and habits go on. They are in `automation/orchestrator`, as the tool was.
public struct PythonShims {
  /// The place of the tool in a project.
  public static let place = "automation/orchestrator"

  public struct Shim: Equatable, Sendable {
    public let name: String
    /// The program, and the words before the arguments of the caller.
    let words: [String]

    public var program: String { words[0] }
  }

  /// Modules of the tool that were no programs have no shim.
  static let all = [
    Shim(name: "orch.py", words: ["orch"]),
    Shim(name: "ops.py", words: ["ops"]),
    Shim(name: "nl_intake.py", words: ["orch", "intake"]),
    // A tick would also take back stale rows, with another limit than the line of watchdog.py has.
    Shim(name: "dispatcher.py", words: ["orch", "dispatch"]),
    Shim(name: "watchdog.py", words: ["orch", "watchdog"]),
    Shim(name: "enforce_guardrails.py", words: ["orch", "guard"]),
    Shim(name: "review_and_route.py", words: ["orch", "review"]),
    Shim(name: "ui_validate.py", words: ["orch", "ui-check"]),
    Shim(name: "migrate_md_to_db.py", words: ["orch", "migrate"]),
    Shim(name: "render_queue_md.py", words: ["orch", "render"]),
    Shim(name: "metrics_aggregate.py", words: ["ops", "metrics"]),
    Shim(name: "check_consistency.sh", words: ["ops", "health"]),
  ]

  /// The folder of the shims, without links as far as it exists.
  public let folder: String
  private let queue: String

  /// - Parameter queue: the absolute path of the queue file, without links.
  public init(forQueueAt queue: String) {
    self.queue = queue
    let home = Path.parent(of: queue)
    folder =
      home.hasSuffix("/" + Self.place)
      ? home : Path.join(GitCheckout.top(of: home) ?? home, Self.place)
  }
}

// MARK: Writing

extension PythonShims {
  /// Writes each shim whose name is free.
  ///
  /// - Returns: the paths of the new files, of those that were there, and of the latter those that
  ///   are no shims.
  public func write() throws(SystemError) -> (written: [String], kept: [String], others: [String]) {
    var (written, kept, others): ([String], [String], [String]) = ([], [], [])
    try Directory.createWithParents(folder)
    let target = Path.relative(queue, to: Path.resolved(folder) ?? folder)
    for shim in Self.all {
      let path = Path.join(folder, shim.name)
      do {
        try NewFile.create(path, text: shim.text(queue: target), permissions: 0o755)
        written.append(path)
      } catch {
        guard error.alreadyExists else { throw error }
        kept.append(path)
        if !Self.isShim(path) { others.append(path) }
      }
    }
    return (written, kept, others)
  }

  /// The shims that are there, in the order of the list.
  public var found: [Shim] { Self.all.filter { Self.isShim(Path.join(folder, $0.name)) } }

  private static func isShim(_ path: String) -> Bool {
    guard let file = try? FileDescriptor(opening: path, for: .reading),
      (try? file.status())?.kind == .regular, let bytes = try? file.read(200, at: 0)
    else { return false }
    return bytes.firstOffset(of: Array(Shim.mark.utf8), from: 0) != nil
  }
}

// MARK: Finding the program

extension PythonShims {
  /// The folders in which a shim looks for its program: those of `PATH`, and those into which
  /// `automation/install.sh` installs, because cron has a short `PATH`.
  static func folders(in environment: Environment) -> [String] {
    let home = environment["HOME"].map { [Path.join($0, ".local/bin")] } ?? []
    return ProgramLookup.folders(in: environment) + home + ["/usr/local/bin"]
  }

  /// The programs of these shims that are in no folder.
  public static func missingPrograms(of shims: [Shim], in environment: Environment) -> [String] {
    let folders = folders(in: environment)
    return ["orch", "ops"].filter { program in
      shims.contains { $0.program == program }
        && !folders.contains { CurrentProcess.mayRun(Path.join($0, program)) }
    }
  }
}

// MARK: Text

extension PythonShims.Shim {
  /// Part of the second line of each shim.
  fileprivate static let mark = "Written by orch init --python-shims"

  private var comment: String {
    "# \(Self.mark): runs `\(words.joined(separator: " "))` in place of \(name)."
  }

  private static let remedy = "install orch, or add its folder to PATH"

  /// - Parameter queue: the path of the queue from the folder of the shim.
  func text(queue: String) -> String {
    name.hasSuffix(".sh") ? shellText(queue) : pythonText(queue)
  }

  /// A string of JSON is one of Python, too.
  private func pythonText(_ queue: String) -> String {
    func quoted(_ text: String) -> String { JSONValue.string(text).description }
    return """
      #!/usr/bin/env python3
      \(comment)
      import os
      import shutil
      import sys

      if __name__ == "__main__":
          here = os.path.dirname(os.path.realpath(__file__))
          if not (os.environ.get("ORCH_QUEUE_MD") or os.environ.get("ORCH_BASE_DIR")):
              os.environ["ORCH_QUEUE_MD"] = os.path.normpath(os.path.join(here, \(quoted(queue))))
          folders = [os.environ.get("PATH", os.defpath), os.path.expanduser("~/.local/bin"), "/usr/local/bin"]
          program = shutil.which(\(quoted(program)), path=os.pathsep.join(folders))
          if program is None:
              print("ERROR: there is no \(program) in " + ":".join(folders) + " (\(Self.remedy))", file=sys.stderr)
              sys.exit(127)
          os.execv(program, [\(words.map(quoted).joined(separator: ", "))] + sys.argv[1:])

      """
  }

  private func shellText(_ queue: String) -> String {
    """
    #!/bin/sh
    \(comment)
    here=$(dirname "$(readlink -f "$0")")
    [ -n "${ORCH_QUEUE_MD:-}${ORCH_BASE_DIR:-}" ] || export ORCH_QUEUE_MD="$here"/'\(ShellLine("'").quoted(queue))'
    PATH=$PATH:${HOME:-}/.local/bin:/usr/local/bin
    command -v \(program) > /dev/null || {
      echo "ERROR: there is no \(program) in $PATH (\(Self.remedy))" >&2
      exit 127
    }
    exec \(words.joined(separator: " ")) "$@"

    """
  }
}
