import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const file = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** Where `vite` in this folder finds the server while somebody works on the pages; the built ones are served by the server itself. */
const server = process.env.JUMPSEAT_URL ?? 'http://127.0.0.1:8365'

export default defineConfig({
  root: file('.'),
  plugins: [react()],
  resolve: {
    alias: [
      // The bundle for browsers that adaptive-expressions 4.23.3 publishes calls an import as a function and fails at the
      // first expression (microsoft/botbuilder-js#4907); its modules for Node work with stand-ins.
      { find: /^adaptive-expressions$/, replacement: file('../../node_modules/adaptive-expressions/lib/index.js') },
      { find: /^(util|os)$/, replacement: file('src/parts/card/node/util.cjs') },
      { find: /^assert$/, replacement: file('src/parts/card/node/assert.cjs') },
    ],
  },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2022',
    // The content security policy allows no inline scripts and no data: scripts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1200,
  },
  server: { proxy: { '/api': server, '/v1.0': server, '/signin': { target: server, bypass: spaRoute } } },
})

/** `/signin/{uid}` is a page; `/signin` alone is the server's. */
function spaRoute({ url }: { url?: string | undefined }): string | undefined {
  return url?.startsWith('/signin/') ? '/index.html' : undefined
}
