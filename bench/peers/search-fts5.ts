// SQLite FTS5 with the access lists in tables that are joined: what one would build without an engine. One JSON line.
// It gives the ten best hits and no total, which is less than it is compared with.
import { DatabaseSync } from 'node:sqlite'
import type { Reader } from '../../packages/index/src/types.ts'
import { itemOf, questionsOf, readerOf, SHARES, TYPICAL } from '../search/corpus.ts'
import { at, rounded } from '../search/times.ts'

const [items = 100_000, count = 40, rounds = 1] = process.argv.slice(2).map(Number)
const db = new DatabaseSync(':memory:')
db.exec(`
  CREATE VIRTUAL TABLE text USING fts5(title, summary, content, content='', tokenize='porter unicode61');
  CREATE TABLE principal(id INTEGER PRIMARY KEY, name TEXT UNIQUE);
  CREATE TABLE granted(principal INTEGER, item INTEGER, PRIMARY KEY(principal, item)) WITHOUT ROWID;
  CREATE TABLE denied(principal INTEGER, item INTEGER, PRIMARY KEY(principal, item)) WITHOUT ROWID;
  CREATE TEMP TABLE mine(principal INTEGER PRIMARY KEY);
`)
const addText = db.prepare('INSERT INTO text(rowid, title, summary, content) VALUES (?, ?, ?, ?)')
const addGrant = db.prepare('INSERT OR IGNORE INTO granted VALUES (?, ?)')
const addDeny = db.prepare('INSERT OR IGNORE INTO denied VALUES (?, ?)')
const addPrincipal = db.prepare('INSERT INTO principal(name) VALUES (?)')
const principals = new Map<string, number>()
const principalOf = (name: string) => {
  const known = principals.get(name)
  if (known !== undefined) return known
  const id = Number(addPrincipal.run(name).lastInsertRowid)
  principals.set(name, id)
  return id
}

db.exec('BEGIN')
for (let n = 0; n < items; n++) {
  const { title, searchable, content, acl } = itemOf(n)
  addText.run(n, title ?? '', searchable.summary?.[0] ?? '', content)
  for (const { type, value, accessType } of acl) {
    const id = principalOf(`${type} ${type === 'everyoneExceptGuests' ? '' : value}`)
    ;(accessType === 'grant' ? addGrant : addDeny).run(id, n)
  }
}
db.exec(`INSERT INTO text(text) VALUES ('optimize'); COMMIT; ANALYZE`)

const find = db.prepare(`
  SELECT rowid, bm25(text, 3, 1.5, 1) AS score FROM text
  WHERE text MATCH ?
    -- The plus keeps the planner from driving by the lists and asking the text again for each item.
    AND +rowid IN (SELECT item FROM granted WHERE principal IN (SELECT principal FROM mine))
    AND +rowid NOT IN (SELECT item FROM denied WHERE principal IN (SELECT principal FROM mine))
  ORDER BY score LIMIT 10`)

function become({ userId, isGuest, groups }: Reader): void {
  db.exec('DELETE FROM mine')
  const names = [
    `user ${userId}`,
    ...[...groups].map((group) => `group ${group}`),
    ...(isGuest ? [] : ['everyoneExceptGuests ']),
  ]
  const add = db.prepare('INSERT OR IGNORE INTO mine VALUES (?)')
  for (const name of names) {
    const id = principals.get(name)
    if (id !== undefined) add.run(id)
  }
}

let typical: readonly number[] = []
const questions = questionsOf(4, count, items).map((words) => words.map((word) => `"${word}"`).join(' OR '))
for (const share of SHARES) {
  become(readerOf(share, 50))
  find.all(questions[0] ?? '')
  const times: number[] = []
  for (let round = 0; round < rounds; round++)
    for (const question of questions) {
      const started = performance.now()
      find.all(question)
      times.push(performance.now() - started)
    }
  console.error(`FTS5 w4 ${share * 100} %: p50 ${rounded(at(0.5, times))} ms, p95 ${rounded(at(0.95, times))} ms`)
  if (share === TYPICAL) typical = times
}
console.log(JSON.stringify({ p50: rounded(at(0.5, typical)) }))
