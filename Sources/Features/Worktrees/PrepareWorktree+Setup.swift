import Attempts
import Door
import Git
import Host
import Workers

// The programs of a worktree: the setup that runs in a new one, and the programs that have to be as
// they were trusted.

extension PrepareWorktree {
  /// Runs the program of `worktrees.setup`, whose files have to be the trusted ones.
  ///
  /// - Parameters:
  ///   - worker: the name of the row's worker; `nil` for none.
  ///   - note: receives lines for the worker's log.
  /// - Returns: the problem; `nil` if the program succeeded, or if none is set.
  func setUp(in folder: String, of worker: String?, _ note: (String) -> Void) -> String? {
    let settings = workspace.worktreeSettings
    guard let program = settings.setup.first else { return nil }
    let root: String
    let sandbox: [String]
    do {
      if case .refused(let refusal) = try workspace.permission() { return refusal.reason }
      root = try workspace.projectRoot()
      sandbox = try workspace.sandbox(
        of: worker.flatMap { workspace.profiles[$0] }, below: root, in: folder
      ).words
    } catch {
      return Problem(error).message
    }
    let setup = [Self.absolute(program, below: root)] + settings.setup.dropFirst()
    let words =
      (sandbox.first.map { [Self.absolute($0, below: root)] } ?? [])
      + sandbox.dropFirst() + setup
    note("runs \(settings.setup.joined(separator: " "))")
    let run = Subprocess(
      words[0], Array(words.dropFirst()), in: folder,
      environment: ChildEnvironment.variables(from: workspace.environment),
      limits: .init(time: .seconds(settings.setupSeconds)))
    do throws(Subprocess.StartError) {
      let outcome = try run.run()
      if outcome.ending.isSuccess { return nil }
      var tail = OutputTail(limit: 4096)
      tail.append(Array((outcome.output.text + outcome.errors.text).utf8))
      let words = ["worktrees.setup", outcome.ending.text, tail.lastLine ?? ""]
      return words.filter { !$0.isEmpty }.joined(separator: ": ")
    } catch {
      return "worktrees.setup: \(error)"
    }
  }

  /// The path of a program whose name is relative to the project root. The file in a worktree may
  /// have been changed by a worker.
  package static func absolute(_ program: String, below root: String) -> String {
    program.utf8.contains(UInt8(ascii: "/")) ? Path.join(root, program) : program
  }
}

extension Workspace {
  /// The first trusted file that has other bytes in a worktree, or that the work removed; `nil` for
  /// none. The path is relative to home.
  ///
  /// - Parameter changes: the files that the work changed.
  /// - Throws: if it is not known which files are trusted.
  func untrustedFile(
    in worktree: RowWorktree, after changes: [ChangedFile] = []
  ) throws -> String? {
    let trust = try trust()
    let trusted: TrustedFiles?
    do throws(TrustRefusal) { trusted = try trust.trustedFiles() } catch {
      throw Problem.untrusted(.startingPrograms, error)
    }
    guard let trusted else { return nil }
    for file in trusted.files where file.path != "orch.json" {
      let place = Path.resolvedWhereExisting(Path.join(home, file.path)) ?? file.path
      guard Path.isInside(place, worktree.repository) else { continue }
      let path = Path.relative(place, to: worktree.repository)
      let copy = Path.join(worktree.path, path)
      if (try? FileStatus(ofName: copy)) == nil {
        // A file that no commit has is in no worktree, and no program can start by its name.
        if changes.contains(where: { $0.path == path }) { return file.path }
        continue
      }
      let bytes = try? FileDescriptor(opening: copy, for: .readingNoLink).readWhole()
      if bytes.map({ SHA256.hexDigest(of: $0) }) != file.digest { return file.path }
    }
    return nil
  }
}
