import { serve } from './server.js'

const server = await serve(Number(process.env.PORT ?? 4720))
console.log(`Tide tables answer MCP clients at http://127.0.0.1:${server.address().port}/mcp`)
