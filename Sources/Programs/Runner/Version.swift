/// The version of both executables, which `CHANGELOG.md` describes.
public enum Version {
  public static let current = "0.9.0"
}
