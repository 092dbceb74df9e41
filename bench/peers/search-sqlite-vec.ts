// sqlite-vec with the access lists in tables that are joined: what one would build without an engine. One JSON line.
import { DatabaseSync } from 'node:sqlite'
import { load } from 'sqlite-vec'
import type { Reader } from '../../packages/index/src/types.ts'
import { aclOf, readerOf, SHARES, TYPICAL } from '../search/corpus.ts'
import { DIMENSIONS, questionVectors, vectorOf } from '../search/meaning.ts'
import { at, rounded } from '../search/times.ts'

const [items = 100_000, count = 40, rounds = 1] = process.argv.slice(2).map(Number)
const db = new DatabaseSync(':memory:', { allowExtension: true })
load(db)
db.exec(`
  CREATE VIRTUAL TABLE vectors USING vec0(embedding float[${DIMENSIONS}] distance_metric=cosine);
  CREATE TABLE granted(principal TEXT, item INTEGER, PRIMARY KEY(principal, item)) WITHOUT ROWID;
  CREATE TABLE denied(principal TEXT, item INTEGER, PRIMARY KEY(principal, item)) WITHOUT ROWID;
  CREATE TEMP TABLE mine(principal TEXT PRIMARY KEY);
`)
const addVector = db.prepare('INSERT INTO vectors(rowid, embedding) VALUES (?, ?)')
const addGrant = db.prepare('INSERT OR IGNORE INTO granted VALUES (?, ?)')
const addDeny = db.prepare('INSERT OR IGNORE INTO denied VALUES (?, ?)')
db.exec('BEGIN')
for (let n = 0; n < items; n++) {
  addVector.run(BigInt(n), new Uint8Array(vectorOf(n).buffer))
  for (const { type, value, accessType } of aclOf(n))
    (accessType === 'grant' ? addGrant : addDeny).run(`${type} ${type === 'everyoneExceptGuests' ? '' : value}`, n)
}
db.exec('COMMIT; ANALYZE')

const find = db.prepare(`
  SELECT rowid, distance FROM vectors WHERE embedding MATCH ? AND k = 10 AND rowid IN (
    SELECT item FROM granted WHERE principal IN (SELECT principal FROM mine)
    EXCEPT SELECT item FROM denied WHERE principal IN (SELECT principal FROM mine))`)

function become({ userId, isGuest, groups }: Reader): void {
  db.exec('DELETE FROM mine')
  const add = db.prepare('INSERT OR IGNORE INTO mine VALUES (?)')
  const names = [`user ${userId}`, ...[...groups].map((group) => `group ${group}`)]
  for (const name of isGuest ? names : [...names, 'everyoneExceptGuests ']) add.run(name)
}

let typical: readonly number[] = []
const questions = questionVectors(count, items).map((vector) => new Uint8Array(vector.buffer))
for (const share of SHARES) {
  become(readerOf(share, 50))
  const times: number[] = []
  for (let round = 0; round < rounds; round++)
    for (const question of questions) {
      const started = performance.now()
      find.all(question)
      times.push(performance.now() - started)
    }
  console.error(`sqlite-vec ${share * 100} %: p50 ${rounded(at(0.5, times))} ms, p95 ${rounded(at(0.95, times))} ms`)
  if (share === TYPICAL) typical = times
}
console.log(JSON.stringify({ p50: rounded(at(0.5, typical)) }))
