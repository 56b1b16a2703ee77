// A step of the build: the command line once more, its modules joined in a few files. Node.js opens and links each module by itself, which for four
// hundred of them costs a start .15 CPU-seconds of 1. Libraries stay where they were installed, with their licences, but for one; dist/ itself is the
// library and what the benchmarks measure.
import { readFileSync, rmSync } from 'node:fs'
import { dirname, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { rolldown } from 'rolldown'

const dist = fileURLToPath(new URL('../dist', import.meta.url))
const program = resolve(dist, 'program')
const entries = { main: 'cli/main.js', worker: 'run/worker.js', thread: 'ner/thread.js' }
// A hundred modules, half of them sentences in languages that we do not speak: without those it costs a start .05 CPU-seconds less.
const inside = 'zod'
const notice = `/*! Holds parts of ${inside}.\n\n${readFileSync(new URL(`../node_modules/${inside}/LICENSE`, import.meta.url), 'utf8').trim()}\n*/`
const joined = new Map(Object.entries(entries).map(([name, path]) => [resolve(dist, path), `./${name}.js`]))

/** What a module finds beside itself is found from where the module went: a thread's program joined as well, a table where it was built. */
const besideItself = {
  name: 'beside-itself',
  transform: (code, module) =>
    code.replaceAll(/new URL\('(\.[^']+)', import\.meta\.url\)/g, (_, path) => {
      const wanted = resolve(dirname(module), path)
      const folder = path.endsWith('/') ? '/' : ''
      return `new URL('${joined.get(wanted) ?? relative(program, wanted) + folder}', import.meta.url)`
    }),
}

rmSync(program, { recursive: true, force: true })
const bundle = await rolldown({
  input: Object.fromEntries(Object.entries(entries).map(([name, path]) => [name, resolve(dist, path)])),
  platform: 'node',
  // All but our own modules, the one library and the bundler's few lines of help.
  external: new RegExp(`^(?!${inside}$)(?:[a-z]|@(?!oxc-project))`),
  plugins: [besideItself],
  onLog: (_, log) => {
    throw new Error(log.message)
  },
})
await bundle.write({
  dir: program,
  format: 'esm',
  entryFileNames: '[name].js',
  chunkFileNames: '[name].js',
  banner: (chunk) => (chunk.moduleIds.some((id) => id.split(/[\\/]/).includes(inside)) ? notice : ''),
})
