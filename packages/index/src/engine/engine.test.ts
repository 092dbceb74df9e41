import { differentialSuite } from '../differential.suite.ts'
import { itemIndexSuite } from '../port.suite.ts'
import { twinWorldsSuite } from '../twins.suite.ts'
import { createInlineIndex } from './inline.ts'

itemIndexSuite('engine', createInlineIndex)
twinWorldsSuite('engine', createInlineIndex, 500)
differentialSuite('engine', createInlineIndex, 100)
