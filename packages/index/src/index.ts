export { createEmbeddedIndex, type EmbeddedIndex, type EmbeddedOptions } from './engine/embedded.ts'
export { indexErrors } from './errors.ts'
export {
  type Beginning,
  type Building,
  type Failure,
  type Follower,
  type FollowOptions,
  follow,
  type Progress,
} from './follower.ts'
export { type LifeOptions, type LivingIndex, openIndex } from './life.ts'
export { createReferenceIndex } from './reference.ts'
export type { ItemSource, SourceConnection } from './source.ts'
export { stemOf } from './stems.ts'
export type {
  AclEntry,
  Bucket,
  Collapse,
  Condition,
  HitExplanation,
  IndexAnswer,
  IndexedItem,
  IndexedValue,
  IndexHit,
  IndexQuery,
  ItemIndex,
  ItemKey,
  ItemVectors,
  Meaning,
  NearCondition,
  Reader,
  Refiner,
  Scope,
  ScoreParts,
  SortKey,
  TextCondition,
  ValueCondition,
} from './types.ts'
export {
  type QuestionMeaning,
  type VectoriseOptions,
  type Vectoriser,
  type VectoriserProgress,
  vectorise,
} from './vectoriser.ts'
export { type Cosines, cosinesOf } from './vectors/cosines.ts'
export type { Stretch } from './vectors/passages.ts'
export { isMatch, judge, type Verdict } from './verdict.ts'
export { normalise, type Word, wordsOf } from './words.ts'
