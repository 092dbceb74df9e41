// A stand-in for the Azure Functions host, which cannot be had from a package registry: it gives `@azure/functions` of
// the sample the core interface that it asks for, runs what was registered, and ends when nothing is left to do.
// Usage, in the sample's folder: node functions-host.cjs plan.json
//   plan: { modules: [path], port, stays?, start?: [function], calls?: [{ method, path, headers, body } or { waitMs }] }
const { readFileSync } = require('node:fs')
const { createServer } = require('node:http')
const Module = require('node:module')
const { resolve } = require('node:path')
const { setTimeout: sleep } = require('node:timers/promises')

const plan = JSON.parse(readFileSync(process.argv[2], 'utf8'))
const QUIET_MS = 3_000
const POLL_MS = 250

const registered = []
const core = {
  version: '1.0.0',
  hostVersion: '4.0.0',
  Disposable: class {},
  setProgrammingModel() {},
  getProgrammingModel() {},
  registerHook: () => ({ dispose() {} }),
  log() {},
  registerFunction({ name, bindings }, handler) {
    const trigger = Object.values(bindings).find(({ type }) => /trigger$/i.test(type))
    registered.push({ name, trigger, handler })
  },
}
const load = Module._load
Module._load = function (request, ...rest) {
  return request === '@azure/functions-core' ? core : load.call(this, request, ...rest)
}
const fromSample = Module.createRequire(resolve('package.json'))
for (const module of plan.modules) fromSample(resolve(module))
const { HttpRequest, HttpResponse, InvocationContext } = fromSample('@azure/functions')

let running = 0
let lastEnd = Date.now()
let hasFailed = false

async function invoke({ name, handler }, input) {
  running += 1
  const context = new InvocationContext({
    functionName: name,
    invocationId: String(Date.now()),
    logHandler: (level, ...words) => console.log(`[${name}] ${level}`, ...words),
  })
  try {
    return await handler(input, context)
  } catch (error) {
    hasFailed = true
    console.error(`[${name}] failed`, error)
    return { status: 500 }
  } finally {
    running -= 1
    lastEnd = Date.now()
  }
}

/** `products/{id}` as a pattern over the path below /api/. */
function routeOf({ name, trigger }) {
  const pattern = (trigger.route ?? name).replace(/\{(\w+)\}/g, '(?<$1>[^/]+)')
  return new RegExp(`^/api/${pattern}/?$`, 'i')
}

async function answer(incoming, outgoing) {
  const url = new URL(incoming.url, `http://127.0.0.1:${plan.port}`)
  const chunks = []
  for await (const chunk of incoming) chunks.push(chunk)
  const target = registered.find(
    (one) =>
      one.trigger.type === 'httpTrigger' &&
      (one.trigger.methods ?? ['GET', 'POST']).includes(incoming.method) &&
      routeOf(one).test(url.pathname),
  )
  if (!target) return outgoing.writeHead(404).end()
  const request = new HttpRequest({
    method: incoming.method,
    url: url.href,
    headers: incoming.headers,
    query: Object.fromEntries(url.searchParams),
    params: { ...routeOf(target).exec(url.pathname).groups },
    ...(chunks.length === 0 ? {} : { body: { bytes: Buffer.concat(chunks) } }),
  })
  const response = new HttpResponse((await invoke(target, request)) ?? {})
  outgoing.writeHead(response.status, Object.fromEntries(response.headers))
  outgoing.end(Buffer.from(await response.arrayBuffer()))
}

async function storageQueues() {
  const names = registered.filter(({ trigger }) => trigger.type === 'queueTrigger')
  if (names.length === 0) return []
  const { QueueServiceClient } = fromSample('@azure/storage-queue')
  const service = QueueServiceClient.fromConnectionString(process.env.AzureWebJobsStorage)
  return Promise.all(
    names.map(async (target) => {
      const queue = service.getQueueClient(target.trigger.queueName)
      await queue.createIfNotExists()
      return { target, queue }
    }),
  )
}

/** Hands waiting messages to their functions; true when the queue holds none, not even a delayed one. */
async function drain({ target, queue }) {
  const { receivedMessageItems } = await queue.receiveMessages({ numberOfMessages: 16 })
  await Promise.all(
    receivedMessageItems.map(async ({ messageText, messageId, popReceipt }) => {
      await invoke(target, JSON.parse(Buffer.from(messageText, 'base64').toString('utf8')))
      await queue.deleteMessage(messageId, popReceipt)
    }),
  )
  return receivedMessageItems.length === 0 && (await queue.getProperties()).approximateMessagesCount === 0
}

async function main() {
  const server = createServer((incoming, outgoing) => {
    answer(incoming, outgoing).catch((error) => {
      console.error(error)
      outgoing.writeHead(500).end()
    })
  })
  await new Promise((done) => server.listen(plan.port, '127.0.0.1', done))
  const queues = await storageQueues()
  console.log(`Listening on port ${plan.port}`)
  const started = registered.filter(({ name, trigger }) => trigger.runOnStartup || plan.start?.includes(name))
  const work = started.map((target) => invoke(target, {}))
  for (const { waitMs = 0, method, path, headers, body } of plan.calls ?? []) {
    await sleep(waitMs)
    if (path === undefined) continue
    const init = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) }
    const { status } = await fetch(`http://127.0.0.1:${plan.port}${path}`, init)
    console.log(`${method} ${path} ${status}`)
    if (status >= 400) hasFailed = true
  }
  await Promise.all(work)
  for (;;) {
    const empty = await Promise.all(queues.map(drain))
    const isQuiet = running === 0 && Date.now() - lastEnd > QUIET_MS
    if (!plan.stays && empty.every(Boolean) && isQuiet) break
    await sleep(POLL_MS)
  }
  process.exit(hasFailed ? 1 : 0)
}

main().catch((error) => {
  console.error(error)
  process.exit(1)
})
