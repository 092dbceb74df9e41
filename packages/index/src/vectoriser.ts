import { setImmediate as breathe, setTimeout as wait } from 'node:timers/promises'
import { type Embedder, embedErrors } from '@jumpseat/embed'
import type { Store } from '@jumpseat/store'
import { CodedError, type TenantId } from '@jumpseat/wire'
import type { Follower } from './follower.ts'
import type { ItemSource } from './source.ts'
import type { IndexedItem, ItemIndex, ItemKey, ItemVectors, Meaning } from './types.ts'
import { embeddedTexts, fingerprintOf } from './vectors/embedded.ts'
import { quantise, quantiseQuestion } from './vectors/quantise.ts'
import { wordsOf } from './words.ts'

/** Items that are embedded at a time. */
const SLICE = 64
/** The share of the time that vectors take while things are written: each is read again, and whoever writes goes first. */
const SHARE = 0.1
/** Most milliseconds between two slices. */
const LONGEST_REST = 500
/** Milliseconds after which it looks for work though nothing was committed: an index that was made anew may lack something. */
const LOOK_AGAIN = 5_000
/** Milliseconds before what failed is tried again; twice as long after each further failure. */
const FIRST_WAIT = 500
const LONGEST_WAIT = 60_000
/** Milliseconds that a question waits for its vector. Without one, words answer alone. */
const QUESTION_WAIT = 3_000
/** Milliseconds in which no question waits for a model that has just failed one. */
const REST_AFTER_FAILURE = 5_000
/** Questions remembered with their vectors: pages of one question are asked for one after the other. */
const QUESTIONS_KEPT = 500
/** Words of a question that are weighed one by one; one with more is taken as a whole. */
const MOST_WORDS = 128
/** Refused texts remembered; the oldest is forgotten first. */
const FAILURES_KEPT = 1000

/** The meaning of a question for the vectors that answer at the moment. */
export type QuestionMeaning = Pick<Meaning, 'modelId' | 'vector' | 'words' | 'least'> & Partial<Pick<Meaning, 'weight'>>

export interface VectoriserProgress {
  /** The model whose vectors are being made; undefined where there is none. */
  readonly modelId: string | undefined
  /** Why vectors are not being made at the moment, and are tried again. */
  readonly problem?: string
}

type AskedVectors = Pick<Meaning, 'vector' | 'words'>

/** Gives the items of an index their vectors, behind the text and in no hurry. */
export interface Vectoriser {
  /** By the model that knows most, else by the next that can be reached; undefined when there is none: then words answer alone. */
  meaningOf(tenantId: TenantId, question: string): Promise<QuestionMeaning | undefined>
  /** Items of the connection of which the model is done; undefined where there is none. */
  doneCount(connectionUid: string): number | undefined
  progress(): VectoriserProgress
  /** Texts that the model refused. They are found by their words. */
  failures(): readonly (ItemKey & { readonly reason: string })[]
  /** Resolves when nothing is left to embed at the moment. */
  settled(): Promise<void>
  stop(): Promise<void>
}

export interface VectoriseOptions {
  readonly index: ItemIndex
  readonly source: ItemSource
  readonly follower: Pick<Follower, 'caughtUp'>
  readonly store: Pick<Store, 'onCommit'>
  /** The model of choice first; then those whose vectors may still be there and answer until the first is done. */
  readonly embedders: readonly Embedder[]
}

/** Embeds what has no vectors of the first model, until `stop`. */
export function vectorise({ index, source, follower, store, embedders }: VectoriseOptions): Vectoriser {
  const [chosen] = embedders
  const stopping = new AbortController()
  let problem: string | undefined
  /** Models that had no vector for the last question they were asked, by id. */
  const failing = new Map<string, { readonly until: number; readonly reason: string }>()
  let pause = FIRST_WAIT
  let wake = () => {}
  let isIdle = false
  let commits = 0
  const idle = new Set<() => void>()
  const failures = new Map<string, ItemKey & { readonly reason: string }>()
  const questions = new Map<string, AskedVectors>()

  const rest = (worked: number) => {
    const ms = Math.min(LONGEST_REST, worked * (1 / SHARE - 1))
    return Promise.race([wait(ms, undefined, { ref: false }), stopped])
  }

  const run = async (embedder: Embedder) => {
    /** The last slice was not empty. */
    let isAtWork = false
    while (!stopping.signal.aborted) {
      const woken = new Promise<void>((resolve) => (wake = resolve))
      try {
        const commitsBefore = commits
        const started = performance.now()
        // Text first: what is not in the index yet has no place for vectors. To ask hurries the follower.
        if (!isAtWork) await follower.caughtUp()
        const isAny = await embedSome(embedder)
        const isDone = !isAny && !isAtWork
        isAtWork = isAny
        if (isAny) isIdle = false
        if (isAny && commits !== commitsBefore) await rest(performance.now() - started)
        problem = undefined
        pause = FIRST_WAIT
        if (isDone) {
          isIdle = true
          for (const resolve of idle) resolve()
          idle.clear()
          await Promise.race([woken, wait(LOOK_AGAIN, undefined, { ref: false })])
        }
      } catch (error) {
        if (stopping.signal.aborted) return
        problem = reasonOf(error)
        await Promise.race([wait(pause, undefined, { ref: false }), stopped])
        pause = Math.min(LONGEST_WAIT, pause * 2)
      }
      await breathe()
    }
  }

  /** One slice of each tenant; false when there was nothing to do. */
  const embedSome = async (embedder: Embedder): Promise<boolean> => {
    let isAny = false
    for (const tenantId of tenants()) {
      const keys = await index.withoutVectors(tenantId, embedder.id, SLICE)
      if (keys.length > 0) {
        isAny = true
        await index.setVectors(await vectorsFor(embedder, keys))
      } else await removeOthers(tenantId, embedder.id)
    }
    return isAny
  }

  const vectorsFor = async (embedder: Embedder, keys: readonly ItemKey[]): Promise<ItemVectors[]> => {
    const items = keys.flatMap((key) => itemOf(key) ?? [])
    // What is in the index and not in the store any more is about to leave it.
    if (items.length === 0) await wait(FIRST_WAIT, undefined, { ref: false })
    try {
      return await embedded(embedder, items)
    } catch (error) {
      if (!isRefusal(error)) throw error
      return await oneByOne(embedder, items)
    }
  }

  /** Finds the texts that the model refuses. It is asked for a plain word first: one that refuses everything is at fault itself. */
  const oneByOne = async (embedder: Embedder, items: readonly IndexedItem[]): Promise<ItemVectors[]> => {
    await embedder.embed(['word'], 'passage', stopping.signal)
    const done: ItemVectors[] = []
    for (const item of items) {
      try {
        done.push(...(await embedded(embedder, [item])))
      } catch (error) {
        if (!isRefusal(error)) throw error
        remember(item, error)
        done.push({ ...facts(embedder, item), passages: [], vectors: new Int16Array(0) })
      }
    }
    return done
  }

  const embedded = async (embedder: Embedder, items: readonly IndexedItem[]): Promise<ItemVectors[]> => {
    const each = items.map((item) => ({ item, texts: embeddedTexts(item) }))
    const all = each.flatMap(({ texts }) => texts.map(({ text }) => text))
    const vectors = all.length === 0 ? [] : await embedder.embed(all, 'passage', stopping.signal)
    if (all.length > 0) failing.delete(embedder.id)
    let at = 0
    return each.map(({ item, texts }) => {
      const numbers = new Int16Array(texts.length * embedder.dimensions)
      for (const n of texts.keys()) numbers.set(quantise(vectors[at++] ?? new Float32Array()), n * embedder.dimensions)
      return { ...facts(embedder, item), passages: texts.map(({ passage }) => passage), vectors: numbers }
    })
  }

  const facts = ({ id, dimensions }: Embedder, item: IndexedItem) => ({
    tenantId: item.tenantId,
    connectionUid: item.connectionUid,
    itemId: item.itemId,
    modelId: id,
    dimensions,
    fingerprint: fingerprintOf(item),
  })

  /** An item that cannot be read is taken out of the index by the follower. */
  const itemOf = ({ connectionUid, itemId }: ItemKey): IndexedItem | undefined => {
    try {
      return source.item(connectionUid, itemId)
    } catch {
      return undefined
    }
  }

  /** When one model knows everything, the others are not asked any more. */
  const removeOthers = async (tenantId: TenantId, modelId: string) => {
    const others = new Set(uidsOf(tenantId).flatMap((uid) => [...index.vectorCountsOf(uid).keys()]))
    for (const other of others) {
      if (other === modelId) continue
      await index.removeVectors(tenantId, other)
      failing.delete(other)
    }
  }

  /** The models that can answer: the one that knows most first, among equals the one of choice. */
  const answering = (tenantId: TenantId): Embedder[] => {
    const known = (id: string) =>
      uidsOf(tenantId).reduce((sum, uid) => sum + (index.vectorCountsOf(uid).get(id) ?? 0), 0)
    return embedders
      .map((embedder) => ({ embedder, count: known(embedder.id) }))
      .filter(({ count }) => count > 0)
      .toSorted((a, b) => b.count - a.count)
      .map(({ embedder }) => embedder)
  }

  const tenants = () => new Set(source.connections().map(({ tenantId }) => tenantId))
  const uidsOf = (tenantId: TenantId) =>
    source.connections().flatMap((one) => (one.tenantId === tenantId ? [one.connectionUid] : []))

  const remember = (key: ItemKey, error: unknown) => {
    const name = `${key.connectionUid}/${key.itemId}`
    const [oldest] = failures.keys()
    if (failures.size >= FAILURES_KEPT && oldest !== undefined) failures.delete(oldest)
    failures.set(name, { connectionUid: key.connectionUid, itemId: key.itemId, reason: reasonOf(error) })
  }

  const askedVectors = async (embedder: Embedder, question: string): Promise<AskedVectors> => {
    const key = `${embedder.id}\n${question}`
    const vectors = questions.get(key) ?? (await made(embedder, question))
    questions.delete(key)
    questions.set(key, vectors)
    const [oldest] = questions.keys()
    if (questions.size > QUESTIONS_KEPT && oldest !== undefined) questions.delete(oldest)
    return vectors
  }

  const made = async (embedder: Embedder, question: string): Promise<AskedVectors> => {
    const signal = AbortSignal.any([stopping.signal, AbortSignal.timeout(QUESTION_WAIT)])
    const terms = [...new Set(wordsOf(question).map(({ term }) => term))]
    const [[whole], each] = await Promise.all([
      embedder.embed([question], 'question', signal),
      terms.length > MOST_WORDS ? undefined : embedder.wordVectors?.(terms, signal),
    ])
    return {
      vector: quantiseQuestion(whole ?? new Float32Array()),
      ...(each ? { words: each.map((vector, n) => ({ term: terms[n] ?? '', vector })) } : {}),
    }
  }

  let stop = () => {}
  const stopped = new Promise<void>((resolve) => (stop = resolve))
  const endListening = store.onCommit(() => {
    isIdle = false
    commits++
    wake()
  })
  const running = chosen ? run(chosen) : Promise.resolve()

  return {
    async meaningOf(tenantId, question) {
      for (const embedder of answering(tenantId)) {
        const { id, threshold, weight } = embedder
        if ((failing.get(id)?.until ?? 0) > performance.now()) continue
        try {
          const vectors = await askedVectors(embedder, question)
          failing.delete(id)
          return { modelId: id, ...vectors, least: threshold, ...(weight === undefined ? {} : { weight }) }
        } catch (error) {
          failing.set(id, { until: performance.now() + REST_AFTER_FAILURE, reason: reasonOf(error) })
        }
      }
      return undefined
    },
    doneCount: (connectionUid) => chosen && (index.vectorCountsOf(connectionUid).get(chosen.id) ?? 0),
    progress() {
      const [question] = failing.values()
      const reason = problem ?? question?.reason
      return { modelId: chosen?.id, ...(reason === undefined ? {} : { problem: reason }) }
    },
    failures: () => [...failures.values()],
    async settled() {
      if (chosen && !isIdle) await Promise.race([new Promise<void>((resolve) => idle.add(resolve)), stopped])
    },
    async stop() {
      stopping.abort()
      endListening()
      stop()
      wake()
      await running
    },
  }
}

const isRefusal = (error: unknown) => error instanceof CodedError && error.code === embedErrors.specs.textRefused.code
const reasonOf = (error: unknown) => (error instanceof Error ? error.message : String(error))
