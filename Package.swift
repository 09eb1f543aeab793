// swift-tools-version: 6.2
import PackageDescription

/// Where the resident's first segment is linked: far above every 32-bit guest, far below the host's stack and libraries.
let residentBase = "0x7e0000000000"

/// The resident has no libc, no Swift runtime and no heap, and leaves the vector registers to the guest:
/// without SSE the compiler cannot touch them, so no call has to save them.
let freestanding: [SwiftSetting] = [
  .enableExperimentalFeature("Embedded"),
  .unsafeFlags([
    "-wmo", "-O", "-parse-as-library", "-enforce-exclusivity=unchecked",
    "-Xfrontend", "-function-sections", "-Xfrontend", "-disable-stack-protector",
    "-Xcc", "-mno-sse", "-Xcc", "-mno-mmx", "-Xcc", "-mno-red-zone", "-Xcc", "-fno-stack-protector",
  ]),
]

let freestandingLink: [LinkerSetting] = [
  .unsafeFlags([
    "-enable-experimental-feature", "Embedded", "-use-ld=lld",
    "-Xclang-linker", "-nostdlib", "-Xclang-linker", "-static", "-Xclang-linker", "-no-pie",
    "-Xlinker", "--image-base=\(residentBase)", "-Xlinker", "--gc-sections",
    "-Xlinker", "-z", "-Xlinker", "separate-code", "-Xlinker", "-z", "-Xlinker", "noexecstack",
    "-Xlinker", "--no-undefined",
  ]),
  // What a release carries into every guest process is small; its symbols stay, for the gates and for crash reports.
  .unsafeFlags(["-Xlinker", "--strip-debug"], .when(configuration: .release)),
]

let package = Package(
  name: "dragoman",
  products: [
    .executable(name: "dragoman", targets: ["dragoman"]),
    .executable(name: "dragoman-resident", targets: ["Resident"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2")
  ],
  targets: [
    .target(
      name: "ResidentSupport",
      cSettings: [.unsafeFlags(["-ffreestanding", "-fno-stack-protector", "-mno-red-zone"])]),
    .target(
      name: "ResidentStart",
      cSettings: [.unsafeFlags(["-ffreestanding", "-fno-stack-protector", "-mno-red-zone"])]),
    .executableTarget(
      name: "Resident",
      dependencies: ["ResidentSupport", "ResidentStart"],
      swiftSettings: freestanding,
      linkerSettings: freestandingLink),
    // What the released tool does before it has a C library: no function of one, not even by the optimizer's wish.
    .target(
      name: "ToolStart",
      dependencies: ["ResidentSupport"],
      cSettings: [.unsafeFlags(["-O2", "-ffreestanding", "-fno-builtin", "-fno-stack-protector"])]),
    .target(
      name: "ResidentHosted",
      dependencies: ["ResidentSupport"],
      swiftSettings: [.unsafeFlags(["-parse-as-library"])]),
    .executableTarget(
      name: "dragoman",
      dependencies: [
        "ResidentHosted", "ResidentSupport", "ToolStart",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      // Two files can be copied into any root and work there, so the tool brings every library along.
      linkerSettings: [
        .unsafeFlags(
          [
            "-static-executable", "-l_FoundationCShims", "-l_FoundationCollections", "-lswiftSynchronization",
            "-use-ld=lld", "-Xlinker", "--gc-sections", "-Xlinker", "-s", "-Xlinker", "--entry=tool_entry",
          ], .when(configuration: .release))
      ]),
    .executableTarget(
      name: "dragoman-bench",
      dependencies: [.product(name: "ArgumentParser", package: "swift-argument-parser")],
      path: "Benchmarks/Driver",
      cSettings: [.define("_GNU_SOURCE")]),
    .testTarget(name: "ResidentTests", dependencies: ["ResidentHosted", "ResidentSupport"]),
    .testTarget(name: "ResidentBinaryTests", dependencies: []),
    .testTarget(name: "ToolTests", dependencies: []),
    .testTarget(name: "GuestTests", dependencies: []),
  ],
  swiftLanguageModes: [.v6]
)
