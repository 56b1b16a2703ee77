import { addressSpace, memoryRefused } from '../stop.ts'
import { builtLanguages, languageModule } from './languages.ts'
import { type Script, scripts } from './scripts.ts'

/** Scripts that say their language by themselves. */
const soleLanguage: { readonly [script in Script]?: string } = {
  han: 'zh',
  bopomofo: 'zh',
  kana: 'ja',
  hangul: 'ko',
  bengali: 'bn',
  greek: 'el',
  thai: 'th',
  georgian: 'ka',
  armenian: 'hy',
  tamil: 'ta',
  telugu: 'te',
  kannada: 'kn',
  malayalam: 'ml',
  gujarati: 'gu',
  gurmukhi: 'pa',
  odia: 'or',
  sinhala: 'si',
  lao: 'lo',
  khmer: 'km',
  tibetan: 'bo',
  mongolian: 'mn',
  thaana: 'dv',
  syriac: 'syr',
  tifinagh: 'zgh',
  yi: 'ii',
  'ol-chiki': 'sat',
  cherokee: 'chr',
  nko: 'nqo',
  javanese: 'jv',
}

/** Characters looked at: all of a short text; of a longer one half from its start and half from its middle, past any boilerplate. */
const sampleSize = 300
/** Bytes either half may take, with addresses and tags that are passed over. */
export const halfBytes = 900

/** The functions of the WebAssembly module and its addresses: see assembly/. */
interface Exports {
  readonly memory: WebAssembly.Memory
  readonly firstPiece: { readonly value: number }
  readonly secondPiece: { readonly value: number }
  readonly units: { readonly value: number }
  readonly unitCapacity: { readonly value: number }
  readonly unitCount: { readonly value: number }
  readonly image: { readonly value: number }
  identify(first: number, second: number, middle: number, most: number): number
  identifyComposed(count: number): number
}

/** The module at work, with one address space for all texts: nothing of one text is read for the next. */
interface Identifier {
  readonly wasm: Exports
  readonly firstPiece: Uint8Array
  readonly secondPiece: Uint8Array
  readonly units: Uint16Array
  /** The codes of languages, by the number that the module's `identify` returns. */
  readonly codes: readonly string[]
}

const page = 65536

const load = (): Identifier => {
  let wasm: Exports
  try {
    wasm = new WebAssembly.Instance(languageModule(), {}).exports as unknown as Exports
  } catch (error) {
    throw addressSpace(error)
  }
  const languages = builtLanguages()
  const end = wasm.image.value + languages.image.length
  try {
    wasm.memory.grow(Math.ceil((end - wasm.memory.buffer.byteLength) / page))
  } catch (error) {
    throw memoryRefused(error)
  }
  const { buffer } = wasm.memory
  new Uint8Array(buffer).set(languages.image, wasm.image.value)
  const codes: string[] = ['und']
  scripts.forEach((script, number) => {
    const sole = soleLanguage[script]
    if (sole !== undefined) codes[number * 256] = sole
  })
  for (const [script, own] of languages.codes) {
    own.forEach((code, number) => {
      codes[scripts.indexOf(script) * 256 + number] = code
    })
  }
  return {
    wasm,
    firstPiece: new Uint8Array(buffer, wasm.firstPiece.value, halfBytes),
    secondPiece: new Uint8Array(buffer, wasm.secondPiece.value, halfBytes),
    units: new Uint16Array(buffer, wasm.units.value, wasm.unitCapacity.value),
    codes,
  }
}

let identifier: Identifier | undefined

/** Composes the units' base letters and combining marks (NFC) and returns how many are left; rare, so it may allocate. */
const compose = ({ units }: Identifier, count: number): number => {
  const text = String.fromCharCode(...units.subarray(0, count)).normalize('NFC')
  // A few characters compose to two units; what no longer fits is left out.
  const length = Math.min(text.length, units.length)
  for (let i = 0; i < length; i++) units[i] = text.charCodeAt(i)
  return length
}

/**
 * The language of UTF-8 bytes [start, end) as a BCP 47 code (ISO 639-1 where one exists, else 639-3), or `und` when unsure.
 * Script first: Han, kana, Hangul and some twenty more scripts say the language at once; Latin, Cyrillic, Arabic, Devanagari,
 * Hebrew, Myanmar and Ethiopic are settled by trigrams, common words and letters over at most `sampleSize` characters. All Chinese
 * written in Han is `zh`. Offsets need not be character boundaries. Pure: the same bytes, the same answer.
 */
export const identifyBytes = (memory: Uint8Array, start: number, end: number): string => {
  identifier ??= load()
  const { wasm, firstPiece, secondPiece, codes } = identifier
  const length = end - start
  let answer: number
  // No more characters than bytes.
  if (length <= sampleSize) {
    firstPiece.set(memory.subarray(start, end))
    answer = wasm.identify(length, 0, 0, sampleSize)
  } else {
    const half = length >>> 1
    const first = Math.min(length, halfBytes)
    const second = Math.min(length - half, halfBytes)
    firstPiece.set(memory.subarray(start, start + first))
    secondPiece.set(memory.subarray(start + half, start + half + second))
    answer = wasm.identify(first, second, half, sampleSize / 2)
  }
  if (answer < 0) answer = wasm.identifyComposed(compose(identifier, wasm.unitCount.value))
  return codes[answer]!
}

const encoder = new TextEncoder()

/** The language of a text: `identifyBytes` over its UTF-8. */
export const identify = (text: string): string => {
  const bytes = encoder.encode(text)
  return identifyBytes(bytes, 0, bytes.length)
}
