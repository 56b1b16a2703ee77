import { readFileSync } from 'node:fs'
import type { Script } from './scripts.ts'

/** The file the build makes of the language lists: the codes of languages by script, and the image `assembly/` looks them up in. */
interface Languages {
  /** In the order of their numbers; of scripts that several languages share. */
  readonly codes: readonly (readonly [script: Script, codes: readonly string[]])[]
  readonly image: Uint8Array
}

/** The bytes `readLanguages` reads: four bytes for the length of the JSON that follows, then the image. The same input gives the same bytes. */
export const writeLanguages = ({ codes, image }: Languages): Uint8Array => {
  const text = Buffer.from(JSON.stringify(codes))
  return Buffer.concat([Uint8Array.of(text.length & 255, (text.length >> 8) & 255, text.length >> 16, 0), text, image])
}

/** Reads what `writeLanguages` wrote. */
const readLanguages = (file: Buffer): Languages => {
  const size = file.readUInt32LE(0)
  return { codes: JSON.parse(file.toString('utf8', 4, 4 + size)), image: file.subarray(4 + size) }
}

/** Reads the file the build wrote. */
export const builtLanguages = (): Languages => readLanguages(readFileSync(new URL('./languages.bin', import.meta.url)))

/** Trigrams by script, a list a language: what tells one charset of single bytes from another. */
export interface LetterTrigrams {
  readonly latin: readonly (readonly string[])[]
  readonly cyrillic: readonly (readonly string[])[]
}

/** What `readTrigrams` reads: a line a language, its script before its trigrams. */
export const writeTrigrams = ({ latin, cyrillic }: LetterTrigrams): string =>
  [...latin.map((list) => ['latin', ...list]), ...cyrillic.map((list) => ['cyrillic', ...list])]
    .map((line) => `${line.join('|')}\n`)
    .join('')

/** Reads what `writeTrigrams` wrote. */
export const readTrigrams = (text: string): LetterTrigrams => {
  const lines = text
    .trimEnd()
    .split('\n')
    .map((line) => line.split('|'))
  const of = (script: string): string[][] => lines.filter(([first]) => first === script).map(([, ...list]) => list)
  return { latin: of('latin'), cyrillic: of('cyrillic') }
}

/** Reads the trigrams the build wrote: 50 kB, for files that are neither UTF-8 nor in an East Asian charset. */
export const builtTrigrams = (): LetterTrigrams => readTrigrams(readFileSync(new URL('./trigrams.txt', import.meta.url), 'utf8'))

/** The module that reads them: `assembly/`, compiled by the build. */
export const languageModule = (): WebAssembly.Module => new WebAssembly.Module(readFileSync(new URL('./language.wasm', import.meta.url)))
