@testable import ResidentHosted

extension LayoutTable {
  /// Every struct that the resident shares with a guest or with the host.
  static let all: [LayoutRow] = {
    var table = LayoutTable()
    addFiles(to: &table)
    addDevices(to: &table)
    addMessages(to: &table)
    addTimes(to: &table)
    addIPC(to: &table)
    addSignals(to: &table)
    addX32(to: &table)
    return table.rows
  }()
}
