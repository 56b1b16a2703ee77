/** Orders texts by their UTF-16 code units: the same on every machine, whatever its locale. Paths are ordered by bytes: `corpus/manifest.ts`. */
export const byCodeUnits = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
