import { itemIndexSuite } from './port.suite.ts'
import { createReferenceIndex } from './reference.ts'

itemIndexSuite('reference evaluator', createReferenceIndex)
