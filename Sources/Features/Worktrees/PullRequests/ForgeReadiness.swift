package import Door
import Git
import Host
package import Model
import Text
import Workers

/// Checks whether pull requests can be made before a row is claimed for one, so that rows wait
/// before their work and not after it.
///
/// `gh` is asked at most every five minutes, and every minute while it can't be used. Its last
/// answer is in `forge/login.json` on this machine.
struct ForgeReadiness {
  let workspace: Workspace
  let now: QueueTime
  /// Whether `gh` may be asked. If not, only its last answer counts.
  let asks: Bool

  /// - Throws: the reason if no pull request can be made.
  func check() throws {
    let place: ForgePlace
    do { place = try workspace.forgePlace(of: try workspace.projectRoot()) } catch {
      // A problem of the repository is already reported with the worktrees.
      let problem = Problem(error)
      if problem.worktree != nil { return }
      throw problem
    }
    let host = place.repository.host
    if let said = remembered(host) { return try said.get() }
    if !asks { return }
    let forge = workspace.forge(.system)
    let said = Result { () throws(ForgeError) in
      try forge.version()
      try forge.checkLogin(host: host)
    }
    remember(said, host)
    switch said {
    case .failure(let error) where !error.isPassing: throw error
    // The problem may be over when the work is done.
    case .failure, .success: return
    }
  }

  private var path: String { Path.join(workspace.sidecar, "forge/login.json") }
  private static let lastsWhenReady = 300
  private static let lastsOtherwise = 60

  /// The recent answer of `gh`; `nil` if there is none.
  private func remembered(_ host: String) -> Result<Void, Problem>? {
    guard let file = try? FileDescriptor(opening: path, for: .readingNoLink),
      let bytes = try? file.read(4096, at: 0),
      let object = (try? JSONValue(parsing: bytes))?.objectValue,
      object["host"]?.stringValue == host, let time = object["at"]?.epochSeconds
    else { return nil }
    let age = now.epochSeconds - time
    let error: ForgeError? =
      switch object["said"]?.stringValue {
      case "logged_out": .loggedOut(host: host)
      case "old":
        .old(version: object["version"]?.stringValue ?? "", needed: Forge.neededVersion)
      default: nil
      }
    // A worker may have written a time in the future.
    guard age >= 0, age < (error == nil ? Self.lastsWhenReady : Self.lastsOtherwise) || !asks else {
      return nil
    }
    return error.map { .failure(.forge(.tool($0))) } ?? .success(())
  }

  private func remember(_ said: Result<Void, ForgeError>, _ host: String) {
    var object: JSONObject = ["host": .string(host), "at": .integer(now.epochSeconds)]
    switch said {
    case .success: break
    case .failure(.loggedOut): object["said"] = "logged_out"
    case .failure(.old(let version, _)):
      object["said"] = "old"
      object["version"] = .string(version)
    // To find out that gh is missing is cheap, and after a passing failure gh is asked again.
    case .failure: return
    }
    // If the answer can't be saved, gh is asked once more.
    let files = SharedFiles(sidecar: workspace.sidecar, queue: workspace.storePath)
    try? files.makeFolder("forge")
    try? files.replace("forge/login.json", with: "\(JSONValue.object(object))\n", mayBeLost: true)
  }
}

extension Workspace {
  /// Why no worker can make pull requests; `nil` if workers can, or if no worker makes any.
  package func forgeProblem(now: QueueTime) -> Problem? {
    guard profiles.profiles.contains(where: { $0.integration == .pullRequest }) else { return nil }
    do {
      try ForgeReadiness(workspace: self, now: now, asks: true).check()
      return nil
    } catch { return Problem(error) }
  }
}
