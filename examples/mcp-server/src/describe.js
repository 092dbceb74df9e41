// `npm run describe`: writes the tools as the server lists them into the package, which pins them.
import { writeFileSync } from 'node:fs'
import { serve } from './server.js'

const server = await serve()
const response = await fetch(`http://127.0.0.1:${server.address().port}/mcp`, {
  method: 'POST',
  headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream' },
  body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list', params: {} }),
})
const text = await response.text()
const { result } = JSON.parse(text.startsWith('{') ? text : (/^data: (.*)$/m.exec(text)?.[1] ?? ''))
const file = new URL('../appPackage/tools.json', import.meta.url)
writeFileSync(file, `${JSON.stringify({ tools: result.tools }, null, 2)}\n`)
console.log(`${result.tools.length} tools`)
server.close()
