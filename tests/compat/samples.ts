// The real sample connectors that we run as they are. Contract: connectors 9.
import type { Sample } from './sample.ts'
import { commandLineSamples } from './samples/command-line.ts'
import { functionSamples } from './samples/functions.ts'
import { javaSamples } from './samples/java.ts'
import { nodeSamples } from './samples/node.ts'
import { pythonSamples } from './samples/python.ts'

export const SAMPLES: readonly Sample[] = [
  ...nodeSamples,
  ...functionSamples,
  ...pythonSamples,
  ...javaSamples,
  ...commandLineSamples,
]
