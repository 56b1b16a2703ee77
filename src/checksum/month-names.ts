/**
 * How the names of months begin, without accents and in lower case, in the languages of Europe that write them in Latin script (CLDR, genitive
 * forms too). The first that fits decides, so that longer ones stand before those they begin with.
 */
const beginnings: readonly (readonly [month: number, names: RegExp])[] = [
  [11, /^(?:nov|lis|marras)/],
  [10, /^(?:o[ck]t|ott|out|paz|rij|loka)/],
  [1, /^(?:jan|gen|ene|sty|led|tammi|ian)/],
  [2, /^(?:feb|fev|lut|uno|helmi)/],
  [3, /^(?:mar|maa|bre?z)/],
  [4, /^(?:apr|avr|abr|kwi|dub|huhti)/],
  [7, /^(?:jul|juil|iul|lug|lip|cervenc|heina)/],
  [6, /^(?:jun|juin|iun|giu|cze|cerv|kesa)/],
  [5, /^(?:ma[yigj]|mei|kve|touko)/],
  [8, /^(?:aug|aou|ago|sie|srp|elo)/],
  [9, /^(?:sep|szep|set|wrz|zar|syys)/],
  [12, /^(?:de[csz]|dic|gru|pro|joulu)/],
]

/** The month, 1 to 12, that a word of three letters or more names, whole or cut short, or 0: English and other languages of Europe in Latin script. */
export const monthOf = (word: string): number => {
  const bare = word.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
  return beginnings.find(([, names]) => names.test(bare))?.[0] ?? 0
}
