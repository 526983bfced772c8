/// The version of both executables; `CHANGELOG.md` says what it brings.
public enum Version {
  public static let current = "0.9.0"
}
