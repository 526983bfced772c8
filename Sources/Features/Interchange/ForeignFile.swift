/// A file of a form, as bytes.
public struct ForeignFile: Equatable, Sendable {
  /// As it was given, or below the folder that was given; `nil` for standard input.
  public var path: String?
  /// The name of the folder that it is in, for paths that do not say it; `nil` for standard input.
  public var folder: String?
  public var bytes: [UInt8]

  public init(path: String?, in folder: String? = nil, bytes: [UInt8]) {
    (self.path, self.folder, self.bytes) = (path, folder, bytes)
  }
}
