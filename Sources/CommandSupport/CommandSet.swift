public import CommandLineKit

/// The commands of one executable, for those among them that tell of the others.
public protocol CommandSet: Sendable {
  static var program: Program<SharedOptions> { get }
}
