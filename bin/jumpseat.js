#!/usr/bin/env node
// The launcher: `jumpseat serve` starts the server, every other word is the command-line client's.
import { join } from 'node:path'
import { runNode } from './node.js'

const [command, ...rest] = process.argv.slice(2)
const root = join(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '..')
if (command === 'serve') runNode([join(root, 'apps/server/src/main.ts'), ...rest])
else runNode([join(root, 'apps/cli/src/main.ts'), ...process.argv.slice(2)])
