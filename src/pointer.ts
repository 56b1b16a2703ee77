/** JSON Pointer (RFC 6901): how a value of a row is named. */

/** A key as one step of a pointer (section 3). */
export const pointerStep = (key: string): string => (/[~/]/.test(key) ? key.replaceAll('~', '~0').replaceAll('/', '~1') : key)

/** The pointer of a path of keys; no key is the whole document. */
export const pointerOf = (keys: readonly string[]): string => keys.map((key) => `/${pointerStep(key)}`).join('')

/** The keys a pointer leads through (section 4). */
export function pointerKeys(pointer: string): string[] {
  if (pointer === '') return []
  return pointer
    .slice(1)
    .split('/')
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'))
}
