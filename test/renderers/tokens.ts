export interface Tag {
  readonly name: string
  readonly attributes: ReadonlyMap<string, string>
  /** Content of style and script elements, as written. */
  readonly raw?: string
}

const entities: { readonly [name: string]: string } = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'", '#96': '`' }
const decode = (text: string): string => text.replace(/&(#?\w+);/g, (whole, name: string) => entities[name] ?? whole)

/** A small reader of HTML as a browser sees it: every start tag with its attributes, raw text elements whole. Throws at anything a browser would repair. */
export const tags = (page: string): Tag[] => {
  const found: Tag[] = []
  let at = 0
  for (;;) {
    const open = page.indexOf('<', at)
    if (open < 0) return found
    at = open + 1
    if (page.startsWith('<!doctype html>', open)) continue
    const end = /^<\/([a-z0-9]+)>/.exec(page.slice(open, open + 40))
    if (end !== null) continue
    const name = /^<([a-z][a-z0-9]*)/.exec(page.slice(open, open + 40))?.[1]
    if (name === undefined) throw new Error(`stray "<" at ${open}: ${page.slice(open, open + 60)}`)
    at = open + 1 + name.length
    const attributes = new Map<string, string>()
    for (;;) {
      const rest = page.slice(at, at + 20_000)
      const attribute = /^\s+([a-zA-Z][a-zA-Z0-9:-]*)(?:="([^"]*)")?/.exec(rest)
      if (attribute !== null) {
        attributes.set(attribute[1] ?? '', decode(attribute[2] ?? ''))
        at += attribute[0].length
        continue
      }
      const close = /^\s*\/?>/.exec(rest)
      if (close === null) throw new Error(`malformed tag <${name}> at ${open}: ${page.slice(open, open + 120)}`)
      at += close[0].length
      break
    }
    if (name === 'script' || name === 'style') {
      const finish = page.slice(at).search(new RegExp(`</${name}`, 'i'))
      if (finish < 0) throw new Error(`<${name}> never ends`)
      found.push({ name, attributes, raw: page.slice(at, at + finish) })
      at += finish
    } else found.push({ name, attributes })
  }
}

/** Text as a reader sees it: no tags, entities decoded, style and script left out. */
export const text = (page: string): string =>
  decode(page.replace(/<(script|style)[^>]*>[\s\S]*?<\/\1>/g, ' ').replace(/<[^>]+>/g, ' ')).replace(/\s+/g, ' ')
