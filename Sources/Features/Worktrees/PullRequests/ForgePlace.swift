import Attempts
import Door
import Git
import Host
import Workers

/// Where the pull requests of one git repository go.
struct ForgePlace {
  /// The checkout of the repository on this machine.
  let main: Git.Repository
  let repository: ForgeRepository
  /// The address to which branches are pushed.
  let address: String
  /// The branch into which pull requests are to be merged.
  let base: String
}

extension Workspace {
  /// - Parameter root: a folder of the repository's checkout.
  func forgePlace(of root: String) throws -> ForgePlace {
    let settings = forgeSettings
    let main = try repository(at: root)
    if let key = try untrustedSetting(of: main) { throw Problem.forge(.untrustedSetting(key)) }
    let address = try main.pushAddress(of: settings.remote)
    // The setting names the repository of the project, and not the repositories in `repositories`.
    let isOfProject = Self.top(of: try projectRoot()) == Self.top(of: root)
    let named = isOfProject ? settings.repository.flatMap { ForgeRepository($0) } : nil
    guard let repository = named ?? address.flatMap({ ForgeRepository(remoteURL: $0) }) else {
      throw Problem.forge(
        address == nil ? .noRemote(settings.remote) : .otherAddress(remote: settings.remote))
    }
    let own = "https://\(repository.host)/\(repository.owner)/\(repository.name).git"
    return ForgePlace(
      main: main, repository: repository, address: address ?? own,
      base: try pullRequestBase(in: main))
  }

  /// `forge.base`, or `worktrees.base` without the name of the remote, or the branch that is
  /// checked out.
  func pullRequestBase(in main: Git.Repository) throws -> String {
    if let base = forgeSettings.base { return base }
    if let base = worktreeSettings.base {
      let remote = "\(forgeSettings.remote)/"
      return base.hasPrefix(remote) ? String(base.dropFirst(remote.count)) : base
    }
    guard let branch = try main.checkedOutBranch() else { throw Problem.forge(.noBase) }
    return branch.name
  }

  /// GitHub's `gh`, for calls that may take a minute in total.
  func forge(_ clock: Clock) -> Forge {
    Forge(
      environment: ChildEnvironment.variables(from: environment, passing: Self.forgeVariables),
      deadline: clock.monotonic() + .seconds(60), clock: clock)
  }

  /// The setting with which git asks `gh` for the account.
  static let forgeAccount = Setting("credential.helper", "!gh auth git-credential")

  /// The variables that git's programs need for a push.
  var pushVariables: [String: String] {
    let names = Self.forgeVariables
    return Dictionary(
      names.compactMap { name in environment[name].map { (name, $0) } }, uniquingKeysWith: { $1 })
  }
}
