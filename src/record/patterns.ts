/** Field patterns, as a configuration and a sources manifest write them. */

/** Whether a field pattern covers a pointer or something above it: a star is any one key or index, two stars any number of them. */
export function covers(pattern: string, pointer: string): boolean {
  const wanted = pattern.split('/').slice(1)
  const keys = pointer.split('/').slice(1)
  const from = (w: number, k: number): boolean => {
    if (w === wanted.length) return true
    if (wanted[w] === '**') return from(w + 1, k) || (k < keys.length && from(w, k + 1))
    return k < keys.length && (wanted[w] === '*' || wanted[w] === keys[k]) && from(w + 1, k + 1)
  }
  return from(0, 0)
}
