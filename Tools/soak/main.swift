// soak run …: works a queue for as long as a profile says; soak worker FOLDER ORCH: is its worker,
// which orch starts. For automation/soak.sh; not installed.

import Glibc
import Soaking

exit(SoakProgram.main(Array(CommandLine.arguments.dropFirst())))
