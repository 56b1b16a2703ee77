/**
 * Scripts of characters (Unicode 15 blocks, grouped as ISO 15924 names them) as one table lookup. Only what language
 * identification needs: blocks that hold letters of a script; everything else is `common`.
 */

/** Scripts in the order of their numbers; number 0 is everything that is no letter of a known script. */
export const scripts = [
  'common',
  'latin',
  'han',
  'kana',
  'hangul',
  'cyrillic',
  'arabic',
  'devanagari',
  'hebrew',
  'myanmar',
  'ethiopic',
  'bengali',
  'greek',
  'thai',
  'georgian',
  'armenian',
  'tamil',
  'telugu',
  'kannada',
  'malayalam',
  'gujarati',
  'gurmukhi',
  'odia',
  'sinhala',
  'lao',
  'khmer',
  'tibetan',
  'mongolian',
  'thaana',
  'syriac',
  'tifinagh',
  'yi',
  'ol-chiki',
  'cherokee',
  'nko',
  'javanese',
  'bopomofo',
] as const
export type Script = (typeof scripts)[number]

/** Half-open ranges of code points, by script. Digits and punctuation inside a block count as its script: they do not occur alone. */
const ranges: { readonly [script in Exclude<Script, 'common'>]: readonly (readonly [number, number])[] } = {
  latin: [
    [0x41, 0x5b],
    [0x61, 0x7b],
    [0xaa, 0xab],
    [0xba, 0xbb],
    [0xc0, 0xd7],
    [0xd8, 0xf7],
    [0xf8, 0x2b0],
    [0x1e00, 0x1f00],
    [0xff21, 0xff3b],
    [0xff41, 0xff5b],
  ],
  han: [
    [0x2e80, 0x2fe0],
    [0x3005, 0x3008],
    [0x3400, 0x4dc0],
    [0x4e00, 0xa000],
    [0xf900, 0xfb00],
  ],
  kana: [
    [0x3041, 0x3097],
    [0x309d, 0x30a0],
    [0x30a1, 0x30fb],
    [0x30fd, 0x3100],
    [0x31f0, 0x3200],
    [0xff66, 0xff9e],
  ],
  hangul: [
    [0x1100, 0x1200],
    [0x3131, 0x318f],
    [0xac00, 0xd7a4],
  ],
  cyrillic: [
    [0x400, 0x530],
    [0x1c80, 0x1c90],
  ],
  arabic: [
    [0x620, 0x660],
    [0x66e, 0x6d4],
    [0x6d5, 0x6e0],
    [0x6ee, 0x6f0],
    [0x6fa, 0x700],
    [0x750, 0x780],
    [0x8a0, 0x900],
    [0xfb50, 0xfe00],
    [0xfe70, 0xfeff],
  ],
  devanagari: [
    [0x900, 0x964],
    [0x970, 0x980],
  ],
  hebrew: [
    [0x591, 0x600],
    [0xfb1d, 0xfb50],
  ],
  myanmar: [
    [0x1000, 0x10a0],
    [0xaa60, 0xaa80],
  ],
  ethiopic: [[0x1200, 0x13a0]],
  bengali: [[0x980, 0xa00]],
  greek: [
    [0x370, 0x400],
    [0x1f00, 0x2000],
  ],
  thai: [[0xe01, 0xe50]],
  georgian: [
    [0x10a0, 0x1100],
    [0x1c90, 0x1cc0],
  ],
  armenian: [[0x531, 0x590]],
  tamil: [[0xb80, 0xc00]],
  telugu: [[0xc00, 0xc80]],
  kannada: [[0xc80, 0xd00]],
  malayalam: [[0xd00, 0xd80]],
  gujarati: [[0xa80, 0xb00]],
  gurmukhi: [[0xa00, 0xa80]],
  odia: [[0xb00, 0xb80]],
  sinhala: [[0xd80, 0xe00]],
  lao: [[0xe80, 0xed0]],
  khmer: [[0x1780, 0x1800]],
  tibetan: [[0xf00, 0x1000]],
  mongolian: [[0x1820, 0x18b0]],
  thaana: [[0x780, 0x7c0]],
  syriac: [[0x700, 0x750]],
  tifinagh: [[0x2d30, 0x2d80]],
  yi: [[0xa000, 0xa4d0]],
  'ol-chiki': [[0x1c50, 0x1c80]],
  cherokee: [
    [0x13a0, 0x1400],
    [0xab70, 0xabc0],
  ],
  nko: [[0x7c0, 0x800]],
  javanese: [[0xa980, 0xa9e0]],
  bopomofo: [[0x3105, 0x3130]],
}

/** Makes the table of script numbers by UTF-16 unit; surrogates are 0. A step of the build. */
export const scriptTable = (): Uint8Array => {
  const table = new Uint8Array(0x10000)
  scripts.forEach((script, number) => {
    if (script === 'common') return
    for (const [start, end] of ranges[script]) table.fill(number, start, end)
  })
  return table
}
