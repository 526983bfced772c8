/// The option that stands for a setting on one command line.
struct SettingOption: Sendable {
  let name: String
  let text: @Sendable (SharedOptions) -> String?
}
