import Attempts
import Door
import Git
import Host
import Workers

// The programs of a worktree: the setup that runs in a new one, and the programs that have to be as
// they were trusted.

extension PrepareWorktree {
  /// Runs the program of `worktrees.setup` in the top folder of a worktree.
  ///
  /// - Parameters:
  ///   - worker: the name of the row's worker; `nil` for none.
  ///   - base: the commit to which the work on the row is compared; `nil` if no row changed
  ///     anything.
  ///   - commit: the commit that is checked out.
  ///   - note: receives lines for the worker's log.
  /// - Returns: the problem; `nil` if the program succeeded, or if none is set.
  /// - Throws: `untrusted` if the work changed a file among the program's words.
  func setUp(
    _ worktree: RowWorktree, of worker: String?, since base: ObjectID?, to commit: ObjectID,
    in main: Repository, _ note: (String) -> Void
  ) throws -> String? {
    let settings = workspace.worktreeSettings
    if settings.setup.isEmpty { return nil }
    let place: ProgramPlace
    do {
      if case .refused(let refusal) = try workspace.permission() { return refusal.reason }
      place = try workspace.programPlace(
        worktree.path, by: worker.flatMap { workspace.profiles[$0] })
    } catch {
      return Problem(error).message
    }
    let changed = Set(try base.map { try main.changes(from: $0, to: commit).map(\.path) } ?? [])
    let program: VettedProgram
    do throws(VettedProgram.Refusal) {
      program = try VettedProgram(
        settings.setup, called: "worktrees.setup", in: place,
        environment: ChildEnvironment.variables(from: workspace.environment),
        timeLimit: settings.setupSeconds, isChanged: changed.contains)
    } catch {
      guard case .changed(let files) = error else { return error.reason }
      throw Problem.worktree(.untrusted(path: files[0], branch: worktree.branch.name))
    }
    note("runs \(settings.setup.joined(separator: " "))")
    do throws(VettedProgram.Failure) {
      let outcome = try program.run()
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
