import Foundation

/// The folder of this package.
public enum Project {
  public static let folder =
    URL(filePath: #filePath).appending(path: "../../../..").standardized.path

  /// The text of a file of the project.
  public static func text(_ path: String) throws -> String { try contents(of: "\(folder)/\(path)") }
}
