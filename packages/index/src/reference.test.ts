import { itemIndexSuite } from './port.suite.ts'
import { createReferenceIndex } from './reference.ts'
import { twinWorldsSuite } from './twins.suite.ts'

itemIndexSuite('reference evaluator', createReferenceIndex)
twinWorldsSuite('reference evaluator', createReferenceIndex, 2000)
