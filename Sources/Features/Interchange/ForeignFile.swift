/// A file that a reader of a form gets.
public struct ForeignFile: Equatable, Sendable {
  /// The path as it was given, or relative to the folder that was given; `nil` for standard input.
  public var path: String?
  /// The name of the folder that contains the file, if the path does not show it; `nil` for
  /// standard input.
  public var folder: String?
  public var bytes: [UInt8]

  public init(path: String?, in folder: String? = nil, bytes: [UInt8]) {
    (self.path, self.folder, self.bytes) = (path, folder, bytes)
  }
}
