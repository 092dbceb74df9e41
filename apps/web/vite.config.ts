import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** Where `vite` in this folder finds the server while somebody works on the pages; the built ones are served by the server itself. */
const server = process.env.JUMPSEAT_URL ?? 'http://127.0.0.1:8365'

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  plugins: [react()],
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
