// The limit that ingest is held against: the same HTTP server, which parses the body and answers it. Nothing is kept.
import fastify from 'fastify'

const app = fastify()
app.put('/*', async (request) => request.body)
await app.listen({ port: 0, host: '127.0.0.1' })
const address = app.server.address()
console.log(JSON.stringify({ url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}` }))
